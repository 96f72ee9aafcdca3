/* The budget worksheet: numbers to type over, what follows from them, and ways to take both along.
   The steps are those of the page's "How it computes". tests/test_worksheet.py has them in Python, and a test holds both to the same
   figures. What is typed is kept as it was typed, refused or not, with the other answers: {id: {typed, note}}. */

import { address, current, onChange, set, stored } from "./answers.js"
import { button, count, h, spoken } from "./dom.js"
import { copy, save } from "./taking.js"

const PAUSE = 800 // ms without a keystroke, after which faults are shown and the total is spoken
const sheet = document.querySelector(".worksheet")

/* How numbers read */

const grouped = digits => digits.replace(/^\d+/, whole => whole.replace(/\B(?=(\d{3})+$)/g, ","))
const withUnit = (digits, unit) => (unit === "dollars" ? `$${grouped(digits)}` : `${grouped(digits)} ${unit}`)
const fixed = (value, most, least = 0) => value.toLocaleString("en-US", { maximumFractionDigits: most, minimumFractionDigits: least })
const money = value => `$${fixed(value, 0)}`
const SHOWN = { dollars: money, people: value => fixed(value, 1, 1), cases: value => fixed(value, 1), hours: value => fixed(value, 1) }

/* What is plainly a number as written in the United States. A group of thousands starts with no zero: 0,333 is a European fraction. */
const NUMBER = /^(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)?(?:\.\d+)?$/
const DECIMALS = { "cases a year": 0, dollars: 2 } // at most; 1.500 dollars would be a European 1,500

/* What is typed without the signs of its unit. */
function bare(typed, unit) {
  const text = typed.trim()
  if (unit === "dollars") return text.replace(/^\$\s*/, "")
  const sign = unit === "percent" && text.endsWith("%") ? "%" : unit
  return text.endsWith(sign) ? text.slice(0, -sign.length).trim() : text
}

const digitsOf = (typed, unit) => bare(typed, unit).replaceAll(",", "").replace(/^0+(?=\d)/, "")

/* What is wrong with a typed number, in words; "" when nothing is. */
function faultOf(typed, row) {
  const text = bare(typed, row.unit)
  const remedy = `Type a ${DECIMALS[row.unit] === 0 ? "whole " : ""}number from ${row.range}.`
  if (!text) return `This field is empty. ${remedy}`
  const quoted = `“${typed.trim().slice(0, 30)}”`
  if (/^[-−–]\s*[$\d.]/.test(text)) return `${quoted} is below zero. ${remedy}`
  if (!NUMBER.test(text)) return `${quoted} ${form(text)} ${remedy}`
  const places = DECIMALS[row.unit] ?? Infinity
  if ((text.split(".")[1] ?? "").length > places) return `${quoted} has ${places ? `more than ${places} ` : ""}decimals; a comma marks thousands. ${remedy}`
  const value = Number(digitsOf(typed, row.unit))
  if (value < row.min) return `${quoted} is too low. ${remedy}`
  return value > row.max ? `${quoted} is too high. ${remedy}` : ""
}

function form(text) {
  if (/[^\d\P{Nd}]/u.test(text)) return "is not written in the digits 0 to 9."
  if (/^[\d.,\s]+$/.test(text)) return "is not written as in the United States: a comma marks thousands and a point marks decimals, as in 1,350.50."
  return "is not a plain number."
}

/* Fields */

const rows = [...sheet.querySelectorAll("[data-assumption]")].map(read)
const starts = Object.fromEntries(rows.map(row => [row.id, Number(row.plain)]))

function read(element) {
  const [head, cell, basis] = element.cells
  const { assumption: id, unit, start: plain, min, max } = element.dataset
  const words = [...basis.childNodes].filter(node => node.localName !== "sup").map(node => node.textContent)
  const range = unit === "dollars" ? `${withUnit(min, unit)} to ${withUnit(max, unit)}` : `${grouped(min)} to ${withUnit(max, unit)}`
  const group = element.parentElement.rows[0].textContent
  return { id, unit, plain, range, group, head, cell, words: words.join(""), label: head.textContent, min: Number(min), max: Number(max) }
}

const kept = row => current().worksheet[row.id] ?? {}
const typedIn = row => kept(row).typed ?? grouped(row.plain)
const isChanged = row => row.value !== starts[row.id] // what is refused is no number, and so a change

/* Keep what was typed in a row; what says no more than the start does is not kept. */
function keep(row, change) {
  const { [row.id]: before, ...others } = current().worksheet
  const { typed, note } = { ...before, ...change }
  const entry = { ...(typed === undefined || typed === grouped(row.plain) ? {} : { typed }), ...(note ? { note } : {}) }
  set({ worksheet: Object.keys(entry).length ? { ...others, [row.id]: entry } : others })
}

function addField(row) {
  const id = `number-${row.id}`
  const on = { oninput: () => type(row), onchange: () => leave(row) }
  row.input = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", id, "aria-describedby": `${id}-range ${id}-fault`, ...on })
  row.error = h("p", { class: "error", id: `${id}-fault` })
  row.printed = h("span", { class: "printed" })
  const start = withUnit(row.plain, row.unit)
  const back = button(`Back to ${start}`, () => backToStart(row), { "aria-label": `Back to ${start}: ${row.label}` })
  row.changes = h("div", { class: "changes" }, h("p", {}, h("strong", {}, `Changed from ${start}. `), back), ...noteOf(row, `${id}-note`))
  const [before, after] = row.unit === "dollars" ? ["$", ""] : ["", row.unit]
  row.head.replaceChildren(h("label", { for: id, id: `${id}-label` }, row.label))
  row.cell.replaceChildren(
    h("span", { class: "amount" }, before, row.input, after),
    row.printed,
    h("p", { class: "help", id: `${id}-range` }, `From ${row.range}`),
    row.error,
    row.changes,
  )
  row.cell.dataset.label = "Your number"
}

/* The page asks to name the source of a local number in the budget paper. */
function noteOf(row, id) {
  row.note = h("input", { type: "text", id, maxlength: 200, autocomplete: "off", "aria-describedby": `number-${row.id}-label`, oninput: () => keep(row, { note: row.note.value }) })
  row.noted = h("span", { class: "printed" })
  return [h("label", { for: id }, "Source of your number (optional)"), row.note, row.noted]
}

let settled = true
let timer
function type(row) {
  settled = false
  said.textContent = "" // an undo would take back what is typed now
  clearTimeout(timer)
  timer = setTimeout(settle, PAUSE)
  keep(row, { typed: row.input.value })
}

function settle() {
  clearTimeout(timer)
  settled = true
  draw()
}

/* A number that is good is written like its neighbors when the reader leaves it. */
function leave(row) {
  if (!row.fault) {
    row.input.value = grouped(digitsOf(row.input.value, row.unit))
    keep(row, { typed: row.input.value })
  }
  settle()
}

function backToStart(row) {
  keep(row, { typed: undefined })
  settle()
  row.input.focus() // the button is gone
}

function allBack() {
  const before = current().worksheet
  const changed = rows.filter(isChanged).length
  if (!changed) return (said.textContent = "Nothing was changed.")
  const undo = button("Undo", () => {
    set({ worksheet: before })
    settle()
    said.textContent = "Your numbers are back."
    said.previousElementSibling.focus()
  })
  set({ worksheet: {} })
  settle()
  said.replaceChildren(`All numbers are as at the start again; ${count(changed, "change")} taken back. `, undo)
}

/* What is being typed is left alone. */
const show = (input, text) => input === document.activeElement || (input.value = text)

function drawRow(row) {
  const typed = typedIn(row)
  row.fault = faultOf(typed, row)
  row.value = row.fault ? NaN : Number(digitsOf(typed, row.unit))
  show(row.input, typed)
  show(row.note, kept(row).note ?? "")
  if (!row.fault || settled) {
    row.input.setAttribute("aria-invalid", Boolean(row.fault))
    row.error.textContent = row.fault
  }
  row.changes.hidden = !isChanged(row)
  row.printed.textContent = row.fault ? typed : withUnit(digitsOf(typed, row.unit), row.unit)
  row.noted.textContent = `Its source: ${kept(row).note || "none named"}`
}

/* The sum */

const MAIN = ["Salaries in all", "Subtotal", "Total", "Cost per case", "Three years"]

/* What follows from numbers by id: [section, item, unit, value, how]. Nothing is rounded; 30 means 30 percent. */
function estimate(number) {
  const share = (amount, percent) => (amount * percent) / 100
  const detained = share(number.cases, number["detained-share"])
  const others = number.cases - detained
  const hours = detained * number["hours-detained"] + others * number["hours-released"]
  const attorneys = hours / number["attorney-hours"]
  const supervisors = attorneys / number["attorneys-per-supervisor"]
  const paralegals = attorneys * number.paralegals
  const socialWorkers = attorneys * number["social-workers"]
  const pay = [
    ["Salaries of attorneys", attorneys * number["attorney-salary"]],
    ["Salaries of supervising attorneys", supervisors * number["supervisor-salary"]],
    ["Salaries of paralegals", paralegals * number["paralegal-salary"]],
    ["Salaries of social workers", socialWorkers * number["social-worker-salary"]],
  ]
  const salaries = pay.reduce((sum, [, value]) => sum + value, 0)
  const fringe = share(salaries, number.fringe)
  const ancillary = detained * number["ancillary-detained"] + others * number["ancillary-released"]
  const subtotal = salaries + fringe + ancillary
  const administration = share(subtotal, number.administration)
  const total = subtotal + administration
  const second = total + share(total, number.growth)
  const third = second + share(second, number.growth)
  return [
    ["Cases and hours", "Detained cases", "cases", detained, "Cases times the share detained"],
    ["Cases and hours", "Other cases", "cases", others, "All cases that are not detained"],
    ["Cases and hours", "Attorney hours", "hours", hours, "Each kind of case times its hours, added"],
    ["Staff", "Attorneys", "people", attorneys, "Hours divided by the hours that an attorney has"],
    ["Staff", "Supervising attorneys", "people", supervisors, "Attorneys divided by attorneys for one supervisor"],
    ["Staff", "Paralegals", "people", paralegals, "Attorneys times the number for each"],
    ["Staff", "Social workers", "people", socialWorkers, "Attorneys times the number for each"],
    ...pay.map(([item, value]) => ["One year", item, "dollars", value, "Staff times salary"]),
    ["One year", "Salaries in all", "dollars", salaries, "The four kinds of staff, added"],
    ["One year", "Fringe benefits", "dollars", fringe, "Salaries times the percent"],
    ["One year", "Other costs", "dollars", ancillary, "Each kind of case times its cost, added"],
    ["One year", "Subtotal", "dollars", subtotal, "Salaries, fringe benefits, and other costs"],
    ["One year", "Administration", "dollars", administration, "Subtotal times the percent"],
    ["One year", "Total", "dollars", total, "Subtotal and administration"],
    ["One year", "Cost per case", "dollars", total / number.cases, "Total divided by cases"],
    ["Three years", "Year 2", "dollars", second, "Total grown by the percent"],
    ["Three years", "Year 3", "dollars", third, "Year 2 grown by the percent"],
    ["Three years", "Three years", "dollars", total + second + third, "Total, year 2 and year 3, added"],
  ].map(([section, item, unit, value, how]) => ({ section, item, unit, value, how }))
}

/* Results */

const problem = h("p", { class: "error" })
const table = h("table", { class: "texts results" })
const sum = h("p", { class: "sum", "aria-hidden": "true" }) // seen at once; screen readers hear it when the reader pauses
const heard = h("p", { role: "status", class: "heard" })
const said = spoken()

const valid = () => rows.every(row => !row.fault)
const follows = () => estimate(valid() ? Object.fromEntries(rows.map(row => [row.id, row.value])) : starts)

function drawResults() {
  const results = follows()
  const named = item => money(results.find(result => result.item === item).value)
  const missing = rows.filter(row => row.fault).map(row => `“${row.label}”`)
  problem.textContent = missing.length ? `No figures: there is no usable number for ${missing.join(", ")}.` : ""
  for (const body of [...table.tBodies]) body.remove()
  const sections = [...new Set(results.map(result => result.section))]
  table.append(...sections.map(section => resultGroup(section, results.filter(result => result.section === section))))
  const total = `Total ${named("Total")} a year. ${named("Cost per case")} a case. ${named("Three years")} in three years.`
  sum.textContent = valid() ? total : `No total: ${count(missing.length, "number")} above cannot be used.`
  const spoken = problem.textContent || total
  if (settled && heard.textContent !== spoken) heard.textContent = spoken
}

function resultGroup(section, results) {
  return h("tbody", {}, h("tr", { class: "group" }, h("th", { colspan: 3, scope: "rowgroup" }, section)), ...results.map(resultRow))
}

function resultRow({ item, unit, value, how }) {
  const figure = valid() ? h("data", { value }, SHOWN[unit](value)) : "–"
  const cells = [h("td", { class: "figure", "data-label": "Amount" }, figure), h("td", { "data-label": "How" }, how)]
  return h("tr", MAIN.includes(item) ? { class: "main" } : {}, h("th", { scope: "row" }, item), ...cells)
}

function draw() {
  for (const row of rows) drawRow(row)
  drawResults()
  lasting.textContent = stored ? "What you type stays in this browser. It is sent nowhere." : "This browser refuses to keep what you type. It stands on this page until you leave it."
}

/* To take along */

const COLUMNS = ["Section", "Item", "Value", "Unit", "At the start", "Changed", "Source or note"]
const yes = is => (is ? "yes" : "no")
const rounded = ({ value, unit }) => Number(value.toFixed(unit === "dollars" ? 2 : 4))

/* Lines of cells, numbers as numbers: what heads the table, then the table. */
function lines() {
  const { title, page, date } = sheet.dataset
  const atStart = estimate(starts).map(rounded)
  const given = rows.map(row => [`Assumption: ${row.group}`, row.label, row.value, row.unit, starts[row.id], yes(isChanged(row)), sourceOf(row)])
  const found = follows().map((result, n) => {
    const value = rounded(result)
    return [`Result: ${result.section}`, result.item, value, result.unit, atStart[n], yes(value !== atStart[n]), result.how]
  })
  const head = [title, address(page).href, `Text of ${date}`, "An estimate from the numbers in this table. Not legal or budget advice."]
  return { head, body: [COLUMNS, ...given, ...found] }
}

const sourceOf = row => (isChanged(row) ? kept(row).note?.trim() || "No source named" : row.words)

/* A text that a spreadsheet would take for a formula gets the sign that makes it a text. */
const text = words => words.replace(/\s+/g, " ").replace(/^(?= ?[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/, "'")
const quoted = cell => (typeof cell === "number" ? String(cell) : `"${text(cell).replaceAll('"', '""')}"`)

function csv() {
  const { head, body } = lines()
  const all = [...head.map(line => [line]), [], ...body]
  return "\uFEFF" + all.map(cells => cells.map(quoted).join(",") + "\r\n").join("") // the mark tells spreadsheets that this is UTF-8
}

function download() {
  save({ name: "budget-worksheet.csv", blob: new Blob([csv()], { type: "text/csv;charset=utf-8" }) })
  said.textContent = "Saved as budget-worksheet.csv. It was made in this browser; nothing was sent."
}

const plainTable = ({ head, body }) => [...head, "", ...body.map(cells => cells.map(cell => (typeof cell === "number" ? cell : text(cell))).join("\t"))].join("\n") + "\n"

function richTable({ head, body: [columns, ...body] }) {
  const cell = content => (typeof content === "number" ? h("td", { align: "right" }, fixed(content, 4)) : h("td", {}, text(content)))
  const top = h("tr", {}, ...columns.map(column => h("th", { scope: "col" }, column)))
  return [h("p", {}, h("strong", {}, head[0])), ...head.slice(1).map(line => h("p", {}, line)), h("table", { border: 1 }, top, ...body.map(cells => h("tr", {}, ...cells.map(cell))))]
}

/* Nothing is taken along while a number is missing. */
const whole = take => () => {
  settle()
  document.querySelector(".to-copy")?.remove()
  if (valid()) return take()
  said.textContent = `Nothing was taken. ${problem.textContent}`
}

function copyTable() {
  const content = lines()
  const html = richTable(content).map(element => element.outerHTML).join("\n")
  return copy({ text: plainTable(content), html }, said, `Copied the table: ${count(content.body.length - 1, "row")}.`)
}

/* Setting up */

const lasting = h("span", {})

function setUp() {
  const [given] = sheet.getElementsByTagName("table")
  given.caption.replaceChildren("Type over any number; the estimate below follows. ", lasting)
  given.tHead.rows[0].cells[1].textContent = "Your number"
  rows.forEach(addField)
  const head = h("tr", {}, ...["Result", "Amount", "How"].map(column => h("th", { scope: "col", class: column === "Amount" && "figure" }, column)))
  table.append(h("caption", {}, "What follows from the numbers above, by the steps under “How it computes”"), h("thead", {}, head))
  const tools = [button("Copy the table", whole(copyTable)), button("Download as CSV", whole(download)), button("All back to the numbers at the start", allBack)]
  draw()
  sheet.replaceChildren(h("div", {}, given, sum), heard, h("h3", { id: "estimate" }, "The estimate"), problem, table, h("div", { class: "tools" }, ...tools, said))
  onChange(draw)
}

setUp()

/* The fields of "Your jurisdiction". Fetched when the panel is first opened. */

import { absent, address, clear, current, facts, given, load, onChange, replace, set, stored } from "./answers.js"
import { clauses, shown } from "./clauses.js"
import { button, count, h, lower, spoken } from "./dom.js"
import { touched } from "./notices.js"

const draws = []
let serial = 0

export function build(body) {
  const problem = h("p", { role: "alert", hidden: "" })
  const form = h("div", {})
  const draw = () => {
    problem.hidden = facts.loaded || !facts.failed
    if (!problem.hidden && !problem.firstChild) problem.append("The list of states and blanks could not be loaded. What you typed before is kept. ", button("Try again", load))
    if (facts.loaded && !form.firstChild) form.append(...fields())
    draws.forEach(draw => draw())
  }
  body.replaceChildren(problem, form)
  onChange(draw)
  draw()
}

function fields() {
  const names = Object.keys(facts.blanks)
  const ofType = type => names.filter(name => facts.blanks[name].type === type)
  return [
    h("p", { class: "help" }, "What you choose and type stays in this browser. It is sent nowhere. It shows in every section, copy, printout and file on this site."),
    h("div", { class: "fields" }, stateField(), kindField(), ...ofType("name").map(nameField), stateLine()),
    fold("Offices and agencies", "Filled in from the kind of government. Change what your government calls differently.", ofType("role").map(roleField)),
    ...(clauses.length ? [numbers()] : []),
    foot(),
  ]
}

/* A field: label, control, help, and whatever stands under it; tied together for screen readers. */
function field(label, control, ...under) {
  control.id = `answer-${++serial}`
  under.forEach((line, place) => (line.id = `${control.id}-${place}`))
  if (under.length) control.setAttribute("aria-describedby", under.map(line => line.id).join(" "))
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control, ...under)
}

const help = text => h("p", { class: "help" }, text)

function fold(title, text, content) {
  return h("details", { class: "fold" }, h("summary", {}, title), help(text), h("div", { class: "fields" }, ...content))
}

function choice(key, first, options, onchange) {
  const list = h("select", { "data-key": key, onchange: () => onchange(list.value) }, h("option", { value: "" }, first), ...options.map(([value, label]) => h("option", { value }, label)))
  draws.push(() => (list.value = current()[key]))
  return list
}

function stateField() {
  const options = facts.states.map(law => [law.code, law.name]).sort((a, b) => a[1].localeCompare(b[1]))
  const list = choice("state", "Choose a state", options, state => set({ state }))
  return field("State", list, help("Choose it first: state law may forbid or punish what a section does."))
}

/* What the law of the state does, spoken when the state changes and otherwise left alone. */
function stateLine() {
  const line = h("p", { class: "help about", role: "status" })
  let told
  draws.push(() => {
    const { state } = current()
    if (state !== told) line.replaceChildren(...aboutState(state))
    told = state
  })
  return line
}

function aboutState(state) {
  const law = facts.states.find(law => law.code === state)
  if (!law) return []
  const parts = ["restricts", "limits"].map(effect => [effect, touched(law, effect)]).filter(([, number]) => number)
  const words = parts.map(([effect, number]) => `${effect} ${number}`).join(" and ")
  const here = words ? [h("strong", {}, `The law of ${law.name} ${words} of the ${count(clauses.length, "section")} on this page.`), " "] : []
  const link = law.page ? [" ", h("a", { href: address(law.page) }, `Law of ${law.name}`)] : []
  return [...here, law.summary || `The law of ${law.name} has not been checked. That is no permission.`, ...link]
}

function kindField() {
  const list = choice("kind", "Choose a kind", Object.entries(facts.kinds), kind => set({ kind }))
  return field("Kind of government", list, help("The names of offices, and which texts suit, follow from it."))
}

function nameField(name) {
  const spec = facts.blanks[name]
  const input = textInput(name, value => set({ values: { [name]: value.trim() } }))
  draws.push(() => input === document.activeElement || (input.value = current().values[name] || ""))
  return field(spec.label, input, help(`${spec.help} Example: ${spec.example}`))
}

function textInput(key, oninput) {
  const input = h("input", { type: "text", "data-key": key, autocomplete: "off", maxlength: 120, oninput: () => oninput(input.value) })
  return input
}

/* A role shows the word that stands for the kind of government; only what differs from it is kept. */
function roleField(name) {
  const spec = facts.blanks[name]
  const usual = () => spec.values?.[current().kind] || ""
  const input = textInput(name, value => set({ values: { [name]: value.trim() === usual() ? "" : value.trim() } }))
  const show = () => (input.value = given(name, false, "", facts.blanks))
  const none = help("")
  input.addEventListener("change", show)
  draws.push(() => {
    const lacking = absent([name], facts.blanks).length > 0
    if (input !== document.activeElement) show()
    input.hidden = lacking
    none.textContent = lacking ? `“${facts.kinds[current().kind]}” has none.` : spec.help
  })
  return field(spec.label, input, none)
}

function numbers() {
  const groups = clauses.map(numbersOf).filter(Boolean)
  return fold("Numbers", "Each number belongs to its section. An open number shows its usual value in brackets.", groups)
}

function numbersOf(clause) {
  const usual = new Map()
  for (const text of clause.texts) for (const { dataset } of text.blanks) if (dataset.default && !usual.has(dataset.blank)) usual.set(dataset.blank, dataset.default)
  if (!usual.size) return null
  const group = h("fieldset", {}, h("legend", {}, clause.title), ...[...usual].map(([name, value]) => numberField(clause, name, value)))
  draws.push(() => (group.hidden = ![...group.querySelectorAll(".field")].some(field => !field.hidden)))
  return group
}

function numberField(clause, name, usual) {
  const spec = facts.blanks[name] || { label: lower(name), help: "", unit: "", min: 1, max: 999999 }
  const key = `${clause.key}/${name}`
  const error = h("p", { class: "error", role: "alert" })
  const keep = typed => {
    const fault = numberFault(typed, spec)
    input.setAttribute("aria-invalid", Boolean(fault))
    error.textContent = fault
    set({ values: { [key]: fault || !typed.trim() ? "" : tidy(typed) } })
  }
  const input = h("input", { type: "text", inputmode: "numeric", "data-key": key, autocomplete: "off", oninput: () => keep(input.value) })
  const quote = h("span", { class: "quote" })
  const row = field(spec.label, input, h("p", { class: "help" }, quote, ` From ${spec.min} to ${spec.max} ${spec.unit}; usual: ${usual}.`), error)
  draws.push(() => {
    const blank = shown(clause).blanks.find(blank => blank.dataset.blank === name)
    row.hidden = !blank
    quote.textContent = blank ? around(blank) : ""
    if (input === document.activeElement || error.textContent) return
    input.value = current().values[key] || ""
  })
  return row
}

/* The words around a number, so that a reader knows which one it is. */
function around(blank) {
  const before = (blank.previousSibling?.data || "").split(" ").slice(-5).join(" ")
  const after = (blank.nextSibling?.data || "").split(" ").slice(0, 5).join(" ")
  return `“… ${before}${blank.textContent}${after} …”`
}

const digits = typed => typed.replace(/[\s,]/g, "")

const tidy = typed => Number(digits(typed)).toLocaleString("en-US")

/* What is wrong with a typed number, in words; such a number never goes into the text. */
function numberFault(typed, { min, max, unit }) {
  const text = digits(typed)
  if (!text) return ""
  if (!/^\d+$/.test(text)) return `“${typed.trim()}” is not a whole number. Type digits, from ${min} to ${max}. The text keeps its open blank.`
  if (Number(text) < min || Number(text) > max) return `${typed.trim()} is outside ${min} to ${max} ${unit}. The text keeps its open blank.`
  return ""
}

function foot() {
  const said = spoken()
  const refused = h("p", { class: "error", role: "alert" })
  draws.push(() => (refused.textContent = stored ? "" : "This browser refuses to keep what you type. It stands on this page until you leave it."))
  return h("div", { class: "panel-foot" }, button("Clear everything", () => clearAll(said)), said, refused)
}

/* Clearing is done at once and can be undone until the page is left. */
function clearAll(said) {
  const before = current()
  const undo = button("Undo", () => {
    replace(before)
    said.textContent = "Everything is back."
    said.previousElementSibling.focus()
  })
  clear()
  document.querySelectorAll(".panel .error").forEach(error => (error.textContent = ""))
  said.replaceChildren(`Cleared: ${named(before)}. `, undo)
}

function named({ state, kind, values, choices, view, footer, worksheet }) {
  const filled = Object.keys(values).length
  const chosen = Object.keys(choices).length
  const parts = [facts.states.find(law => law.code === state)?.name, facts.kinds[kind], filled && count(filled, "blank"), chosen && count(chosen, "choice")]
  return [...parts, (view || footer) && "how you read and copy", Object.keys(worksheet).length && "the budget worksheet"].filter(Boolean).join(", ") || "nothing was kept"
}

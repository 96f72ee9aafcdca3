/* Sets up what scripts add to a page. All of it is comfort: the page is complete without it. */

import { current, facts, isEmpty, load, onChange, set, stored } from "./answers.js"
import { addChoice, blanksOf, clauses, draw, model, showAll } from "./clauses.js"
import { button, count, h, spoken } from "./dom.js"
import { drawView, viewSwitch } from "./view.js"

const status = h("span", { class: "panel-status" })
const body = h("div", { class: "panel-body" })
const panel = h("details", { class: "panel", id: "your-jurisdiction" }, h("summary", {}, h("strong", {}, "Your jurisdiction"), status), body)
const printHead = h("div", { class: "print-head" })
const footer = h("input", { type: "checkbox", onchange: () => set({ footer: footer.checked }) })
const files = document.querySelector(".files")
const said = []
let more // once fetched: what copies, says what the law of a state does and which text suits, and makes files

function drawStatus() {
  const { state, kind, values } = current()
  const blanks = [...blanksOf(clauses).values()]
  const named = facts.states.find(law => law.code === state)?.name
  const parts = [named, facts.kinds[kind], values["GOVERNMENT NAME"], model && `${blanks.filter(Boolean).length} of ${count(blanks.length, "blank")} filled`]
  const none = state || kind ? "" : "Nothing chosen yet"
  status.textContent = [none, ...parts].filter(Boolean).join(" · ") + (stored ? "" : " · not kept: this browser refuses storage")
}

function drawAll() {
  drawStatus()
  if (!isEmpty()) fetchAll()
  if (!model) return
  for (const clause of clauses) {
    draw(clause)
    more?.drawSuits(clause)
    more?.drawNotice(clause)
  }
  more?.drawPrintHead(printHead)
  for (const line of said) line.textContent = ""
  document.querySelector(".to-copy")?.remove() // what it holds is out of date
  footer.checked = current().footer
  drawView()
}

/* Most readers only read: what else there is waits until one moves, or has answers. */
let fetching
function fetchMore() {
  fetching ??= Promise.all([import("./copying.js"), import("./notices.js"), import("./suits.js"), files && import("./files.js")]).then(
    modules => {
      more = Object.assign({}, ...modules)
      more.attach?.(document)
      drawAll()
    },
    fault => {
      fetching = undefined
      throw fault
    },
  )
  return fetching
}

const warm = () => fetchMore().catch(() => {})

let loading
function fetchAll() {
  loading ??= load()
  if (model || files) warm()
}

/* A button of a toolbar: `name` is a function of copying.js. */
function copier(label, name, line, ...args) {
  return button(label, async () => {
    try {
      await fetchMore()
    } catch {
      return (line.textContent = "This could not be loaded. Try again.")
    }
    more[name](...args, line)
  })
}

function toolbar(controls) {
  const line = spoken()
  said.push(line)
  return h("div", { class: "tools" }, ...controls(line), line)
}

let filling
function fillPanel() {
  filling ??= Promise.all([import("./panel.js"), facts.loaded || load()]).then(([panel]) => panel.build(body), notLoaded)
  return filling
}

function notLoaded() {
  filling = undefined
  body.replaceChildren(h("p", { role: "alert" }, "The form could not be loaded. What you typed before is kept. ", button("Reload the page", () => location.reload())))
}

async function openPanel(key) {
  panel.open = true
  await fillPanel()
  const field = body.querySelector(`[data-key="${CSS.escape(key)}"]`) || body.querySelector("select, button")
  unfold(field)
  field.scrollIntoView({ block: "center" })
  field.focus({ preventScroll: true })
}

function unfold(element) {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true
}

/* A link may lead to a text that is not shown, into a folded commentary, or to what "text only" hides. */
function reveal() {
  const target = document.getElementById(location.hash.slice(1))
  if (!target) return
  if (target.hidden) showAll(clauses.find(clause => clause.element.contains(target)), true)
  if (target.closest(".view-text .commentary")) drawView("")
  unfold(target)
  target.scrollIntoView()
}

/* What scripts add moves the text below it: go to the place that the link named, until the reader moves. */
function arrival() {
  const [visit] = performance.getEntriesByType("navigation")
  let moved = !location.hash || visit?.type !== "navigate"
  for (const event of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(event, () => (moved = true), { once: true, passive: true })
  return () => moved || reveal()
}

function addTools(clause) {
  const bar = toolbar(line => [copier("Copy clause", "copyClause", line, clause), copier("Copy link", "copyLink", line, clause)])
  for (const tool of bar.querySelectorAll("button")) tool.setAttribute("aria-describedby", clause.id)
  clause.texts[0].element.before(bar)
}

function addNotice(clause) {
  clause.notice = clause.element.querySelector(".notice")
  clause.notice.append(h("p", {}, button("Choose your state", () => openPanel("state"))))
  clause.standard = [...clause.notice.children]
}

// The panel is the way for the keyboard: a stop at each blank would make the law tedious to read.
function openAtBlank({ target }, clause) {
  const blank = target.closest(".blank")?.dataset
  if (blank && getSelection().isCollapsed) openPanel(blank.default ? `${clause.key}/${blank.blank}` : blank.blank)
}

function setUpModel(article) {
  for (const clause of clauses) {
    addChoice(clause)
    addNotice(clause)
    addTools(clause)
    clause.element.addEventListener("click", event => openAtBlank(event, clause))
  }
  const last = h("label", {}, footer, " Add a last line with link and version")
  if ("part" in model.dataset) model.append(toolbar(() => [last]))
  else model.append(viewSwitch(), toolbar(line => [copier(`Copy whole ${model.dataset.what}`, "copyModel", line), last]))
  const top = article.querySelector(".status") || article.querySelector("h1")
  top.after(panel, printHead)
  for (const event of ["pointermove", "touchstart", "scroll", "keydown", "beforeprint"]) addEventListener(event, warm, { once: true, passive: true })
}

function setUp(article) {
  if (model) setUpModel(article)
  else article.insertBefore(panel, article.querySelector(":scope > .trust"))
  panel.addEventListener("toggle", () => panel.open && fillPanel())
  onChange(drawAll)
  drawAll()
  addEventListener("hashchange", reveal)
  const arrive = arrival()
  arrive()
  if (!isEmpty()) Promise.allSettled([loading, fetching]).then(arrive)
}

setUp(document.querySelector("article"))

/* The clauses of a page: blanks filled in, one text of several shown, the choice among them. */

import { chose, chosen, current, facts, fits, given, set, toChoose, words } from "./answers.js"
import { button, h } from "./dom.js"

export const model = document.querySelector(".model")
export const clauses = model ? [...document.querySelectorAll(".clause")].map(read) : []

function read(element) {
  const id = element.dataset.clause
  const clause = { id, element, key: `${model.dataset.model}#${id}`, heading: document.getElementById(id), all: false }
  clause.title = clause.heading.firstChild.data.trim()
  clause.texts = [...element.querySelectorAll(".text")].map(text => readText(text, element))
  return clause
}

function readText(element, clause) {
  const { text: id, kinds = "", needs = "" } = element.dataset
  const blanks = [...element.querySelectorAll(".blank")]
  for (const blank of blanks) blank.dataset.blank ??= blank.textContent.slice(1, -1)
  const name = clause.querySelector(`tr[data-choice="${id}"] th`)?.firstChild.data || "The text of this section"
  const roles = blanks.map(blank => blank.dataset.blank)
  return { id, element, blanks, name, kinds: kinds.split(" ").filter(Boolean), needs: [...new Set([...needs.split("|"), ...roles])] }
}

export const shown = clause => chosen(clause.key, clause.texts, facts.blanks)

export const isChosen = clause => chose(clause.key, clause.texts)

export const isOpen = clause => toChoose(clause.key, clause.texts, facts.blanks)

/* The blanks of the texts that stand, each once: key -> whether it is filled. */
export function blanksOf(list) {
  const found = new Map()
  for (const clause of list) {
    for (const { dataset } of shown(clause).blanks) {
      const key = dataset.default ? `${clause.key}/${dataset.blank}` : dataset.blank
      found.set(key, Boolean(given(dataset.blank, dataset.default, clause.key, facts.blanks)))
    }
  }
  return found
}

/* Turn the comparison of the texts into a choice among them. */
export function addChoice(clause) {
  clause.suits = h("p", { class: "suits", hidden: "" })
  const table = clause.element.querySelector(".choices")
  const first = clause.texts[0].element
  if (!table) return first.before(clause.suits)
  for (const row of table.querySelectorAll("[data-choice]")) addRadio(clause, row)
  clause.every = button(`Show all ${clause.texts.length} texts in full`, () => showAll(clause, !clause.all))
  clause.compare = h("details", { class: "compare" }, h("summary", {}, `Compare the ${clause.texts.length} texts and choose one`))
  table.before(clause.compare)
  clause.compare.append(table, h("p", {}, clause.every))
  clause.state = h("p", { class: "choice-state" })
  first.before(clause.state, clause.suits)
}

function addRadio(clause, row) {
  const choice = row.dataset.choice
  const radio = h("input", { type: "radio", name: `choice-${clause.id}`, value: choice, onchange: () => set({ choices: { [clause.key]: choice } }) })
  const head = row.cells[0]
  head.append(h("label", {}, radio, h("span", {}, ...head.childNodes, h("small", { class: "mark" }))))
}

export function showAll(clause, all) {
  clause.all = all
  draw(clause)
}

export const kind = () => facts.kinds[current().kind] || ""

export function draw(clause) {
  const standing = shown(clause)
  for (const text of clause.texts) {
    text.blanks.forEach(blank => fill(blank, clause.key))
    text.element.hidden = text !== standing && !clause.all
    text.element.classList.toggle("other", text !== standing)
  }
  clause.element.classList.toggle("single", !clause.all)
  if (clause.state) drawChoice(clause, standing)
}

function fill(blank, key) {
  const { blank: name, form, default: fallback } = blank.dataset
  const value = given(name, fallback, key, facts.blanks)
  const text = words(name, form, fallback, value)
  if (blank.textContent !== text) blank.textContent = text
  blank.classList.toggle("filled", Boolean(value))
}

function drawChoice(clause, standing) {
  const open = isOpen(clause)
  const made = isChosen(clause)
  clause.every.setAttribute("aria-pressed", clause.all)
  for (const row of clause.compare.querySelectorAll("[data-choice]")) {
    const text = clause.texts.find(text => text.id === row.dataset.choice)
    row.querySelector("input").checked = text === standing && made
    row.classList.toggle("standing", text === standing)
    const marks = [text === standing && (made ? "Your choice" : open ? "Shown now; not chosen yet" : "The one that suits"), !fits(text, facts.blanks) && `Does not suit: ${kind()}`]
    row.querySelector(".mark").textContent = marks.filter(Boolean).join(". ")
  }
  clause.state.replaceChildren(...(made ? choiceMade(clause, standing) : open ? choiceOpen(clause, standing) : noChoice(clause, standing)))
}

const choiceMade = (clause, standing) => [h("strong", {}, "Your choice:"), ` “${standing.name}”. `, chooser(clause, "Take the choice back", null)]

function choiceOpen(clause, standing) {
  const which = standing === clause.texts[0] || !current().kind ? "the default" : `the default for “${kind()}”`
  return [h("strong", {}, "Choice still open."), ` Shown: “${standing.name}”, ${which}, one of ${clause.texts.length} texts.`]
}

const noChoice = (clause, standing) => [h("strong", {}, "Nothing to choose:"), ` “${standing.name}” is the one text of ${clause.texts.length} that suits “${kind()}”.`]

/* The button disappears with what it changes, so the focus goes to where the choice is made. */
export function chooser(clause, label, choice) {
  const choose = () => {
    set({ choices: { [clause.key]: choice } })
    clause.compare.firstChild.focus()
  }
  return button(label, choose)
}

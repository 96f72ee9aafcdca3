/* Whether the text that stands suits the kind of government, and which text does, in words. */

import { absent, facts, fits } from "./answers.js"
import { chooser, isOpen, kind, shown } from "./clauses.js"
import { lower } from "./dom.js"

export function drawSuits(clause) {
  clause.suits.replaceChildren(...suits(clause, shown(clause)))
  clause.suits.hidden = !clause.suits.firstChild
}

/* Say in words when a text needs an office that this kind of government lacks, and which text suits it. */
function suits(clause, standing) {
  if (!kind()) return []
  const first = clause.texts[0]
  const missing = absent(standing.needs, facts.blanks)
  if (missing.length) return [lacks(standing, missing), ...better(clause, standing)]
  if (!fits(standing, facts.blanks)) return [`“${standing.name}” is not written for “${kind()}”. `, ...better(clause, standing)]
  if (standing !== first && absent(first.needs, facts.blanks).length && isOpen(clause)) return [lacks(first, absent(first.needs, facts.blanks)), `“${standing.name}” is shown instead.`]
  const meant = isOpen(clause) && clause.texts.find(text => text !== standing && text.kinds.length && fits(text, facts.blanks))
  return meant ? better(clause, standing, meant) : []
}

function lacks(text, missing) {
  const offices = missing.map(name => lower(facts.blanks[name].label)).join(" or ")
  return `“${text.name}” needs a ${offices}, and “${kind()}” has none. `
}

function better(clause, standing, text = clause.texts.find(text => text !== standing && fits(text, facts.blanks))) {
  if (!text) return ["No text of this section is written without it: have an attorney adapt it, or leave out what names it."]
  return [`“${text.name}” is written for “${kind()}”. `, chooser(clause, "Use that text", text.id)]
}

/* Whether the text that stands suits the kind of government, and which text does, in words. */

import { absent, facts, fits } from "./answers.js"
import { chooser, isChosen, kind, shown } from "./clauses.js"
import { lower } from "./dom.js"

export function drawSuits(clause) {
  clause.suits.replaceChildren(...suits(clause, shown(clause)))
  clause.suits.hidden = !clause.suits.firstChild
}

/* Say in words when a text needs an office that this kind of government lacks, and which text suits it. */
function suits(clause, standing) {
  if (!kind()) return []
  const fault = faultOf(standing)
  const [first] = clause.texts
  const passed = !fault && standing !== first && !isChosen(clause) ? faultOf(first) : ""
  const better = fault || (!isChosen(clause) && !standing.kinds.length) ? betterThan(standing, clause.texts, fault) : null
  return [
    fault,
    passed && `${passed}“${standing.name}” is shown instead. `,
    ...(better ? [`“${better.name}” ${better.kinds.length ? "is written for" : "suits"} “${kind()}”. `, chooser(clause, "Use that text", better.id)] : []),
    fault && !better && "No text of this section does without: leave out what names it, or have an attorney adapt it.",
  ].filter(Boolean)
}

function faultOf(text) {
  const missing = absent(text.needs, facts.blanks).map(name => lower(facts.blanks[name].label))
  if (missing.length) return `“${text.name}” needs a ${missing.join(" and a ")}, and “${kind()}” has none. `
  return fits(text, facts.blanks) ? "" : `“${text.name}” is not written for “${kind()}”. `
}

/* A text that names the kind of government comes before one that merely suits it. */
function betterThan(standing, texts, fault) {
  const others = texts.filter(text => text !== standing && fits(text, facts.blanks))
  return others.find(text => text.kinds.length) || (fault && others[0])
}

/* What the law of the reader's state does to each clause: at the clause, and at the head of a printout. */

import { address, current, facts, load } from "./answers.js"
import { clauses } from "./clauses.js"
import { button, count, h } from "./dom.js"

const RESTRICTING = ["forbids", "punishes", "limits"]

const state = () => facts.states.find(state => state.code === current().state)

const rulesOn = (law, clause) => law.rules.filter(rule => rule.clauses.includes(clause.key))

const restricts = rules => rules.some(rule => RESTRICTING.includes(rule.effect))

export const restricted = law => clauses.filter(clause => restricts(rulesOn(law, clause)))

export function drawNotice(clause) {
  const law = state()
  const waiting = current().state && !law
  const rules = law ? rulesOn(law, clause) : []
  clause.notice.replaceChildren(...(law ? lawLines(law, rules) : waiting && facts.failed ? failure() : clause.standard))
  clause.notice.classList.toggle("warns", restricts(rules))
  clause.notice.classList.toggle("known", rules.length > 0)
}

function lawLines(law, rules) {
  if (!rules.length) return [h("p", {}, h("strong", {}, "Not checked. "), `${unchecked("This section has", law)} `, more(law))]
  const head = restricts(rules) ? `Warning: the law of ${law.name} restricts this section.` : `The law of ${law.name} on this section`
  const [first, rest] = parted(rules)
  const fold = rest.length ? [h("details", { class: "rest" }, h("summary", {}, `${count(rest.length, "more rule")} of ${law.name} on this section`), list(rest))] : []
  return [h("p", {}, h("strong", {}, head)), list(first), ...fold, h("p", {}, more(law))]
}

/* The first rule of each effect, the worst before the others; the rest is folded, since the law of the clause comes next. */
function parted(rules) {
  const place = rule => (RESTRICTING.indexOf(rule.effect) + 1 || 9)
  const sorted = [...rules].sort((a, b) => place(a) - place(b))
  const first = sorted.filter((rule, at) => sorted.findIndex(other => other.effect === rule.effect) === at)
  return [first, sorted.filter(rule => !first.includes(rule))]
}

const list = rules => h("ul", {}, ...rules.map(rule => h("li", {}, ...ruleLine(rule))))

const unchecked = (what, law) => `${what} not been checked against the law of ${law.name}. That is no permission.`

function ruleLine(rule) {
  const asOf = rule.as_of ? `, as of ${rule.as_of}` : ""
  const enjoined = rule.enjoined ? [" ", h("strong", {}, "Court order: "), rule.enjoined] : []
  return [h("strong", { class: "effect" }, `${rule.effect_words}.`), ` ${rule.says} (${rule.authority}${asOf})`, ...enjoined]
}

const more = law => (law.page ? h("a", { href: address(law.page) }, `More on the law of ${law.name}`) : "")

export function failure() {
  const text = "The law of your state could not be loaded, so nothing is said of it here. That is no permission. "
  return [h("p", {}, h("strong", {}, "Not loaded. "), text, button("Try again", load))]
}

/* The head of a printout stands in the page at all times, unseen on the screen: no event has to come first. */
export function drawPrintHead(element) {
  const law = state()
  element.replaceChildren(...(law ? stateHead(law) : noStateHead()))
}

function stateHead(law) {
  const known = clauses.filter(clause => rulesOn(law, clause).length)
  const rest = clauses.filter(clause => !known.includes(clause)).map(number)
  const items = known.flatMap(clause => rulesOn(law, clause).map(rule => h("li", {}, `Section ${number(clause)}: `, ...ruleLine(rule))))
  const sections = rest.length === 1 ? `Section ${rest[0]} has` : `Sections ${rest.join(", ")} have`
  return [h("p", {}, h("strong", {}, `State law: ${law.name}.`)), h("ul", {}, ...items), ...(rest.length ? [h("p", {}, unchecked(sections, law))] : [])]
}

const number = clause => clause.title.match(/\d+/)[0]

function noStateHead() {
  const rows = clauses.flatMap(clause => clause.standard.flatMap(part => [...part.querySelectorAll(".restricts")]))
  const names = [...new Set(rows.map(row => row.textContent.split(":")[0]))].join(", ")
  const known = names ? ` States known to restrict sections of it: ${names}.` : ""
  return [h("p", {}, h("strong", {}, "State law."), ` No state was chosen for this printout.${known} Others were not checked. That is no permission.`)]
}

/* What the law of the reader's state does to each clause: at the clause, and at the head of a printout. */

import { address, current, facts, load } from "./answers.js"
import { clauses } from "./clauses.js"
import { button, count, h, lower } from "./dom.js"

const ORDER = ["forbids", "punishes", "limits"] // the effects against a local law, worst first

const state = () => facts.states.find(state => state.code === current().state)

const rulesOn = (law, clause) => law.rules.filter(rule => rule.clauses.includes(clause.key))

/* "restricts" where a rule forbids or punishes, "limits" where one limits, "" where none does. */
function effectOf(rules) {
  const has = effect => rules.some(rule => rule.effect === effect)
  return has("forbids") || has("punishes") ? "restricts" : has("limits") ? "limits" : ""
}

/* How many sections of this page the law of a state touches so. */
export const touched = (law, effect) => clauses.filter(clause => effectOf(rulesOn(law, clause)) === effect).length

export function drawNotice(clause) {
  const law = state()
  const waiting = current().state && !law
  const rules = law ? rulesOn(law, clause) : []
  clause.notice.replaceChildren(...(law ? lawLines(law, rules) : waiting && facts.failed ? failure() : clause.standard))
  clause.notice.classList.toggle("warns", effectOf(rules) === "restricts")
  clause.notice.classList.toggle("limits", effectOf(rules) === "limits")
  clause.notice.classList.toggle("known", rules.length > 0)
}

function lawLines(law, rules) {
  if (!rules.length) return [h("p", {}, h("strong", {}, "Not checked. "), `${unchecked("This section has", law)} `, more(law))]
  const [first, rest] = parted(rules)
  return [h("p", {}, h("strong", {}, headline(law, effectOf(rules)))), list(first), ...folded(law, rest), h("p", {}, more(law))]
}

function headline({ name }, effect) {
  if (!effect) return `The law of ${name} on this section`
  return effect === "limits" ? `The law of ${name} limits this section.` : `Warning: the law of ${name} restricts this section.`
}

/* First one rule of each effect against the clause, or of each effect if there is none; the rest is folded, since the
   law of the clause comes next. */
function parted(rules) {
  const place = rule => ORDER.indexOf(rule.effect) + 1 || 9
  const sorted = [...rules].sort((a, b) => place(a) - place(b))
  const against = effectOf(rules) ? sorted.filter(rule => ORDER.includes(rule.effect)) : sorted
  const first = against.filter((rule, at) => against.findIndex(other => other.effect === rule.effect) === at)
  return [first, sorted.filter(rule => !first.includes(rule))]
}

function folded(law, rest) {
  if (!rest.length) return []
  const effects = [...new Set(rest.map(rule => lower(rule.effect_words)))].join(", ")
  return [h("details", { class: "rest" }, h("summary", {}, `${count(rest.length, "more rule")} of ${law.name}: ${effects}`), list(rest))]
}

const list = rules => h("ul", {}, ...rules.map(rule => h("li", {}, ...ruleLine(rule))))

const unchecked = (what, law) => `${what} not been checked against the law of ${law.name}. That is no permission.`

function ruleLine(rule) {
  const enjoined = rule.enjoined ? [" ", h("strong", {}, "Court order: "), rule.enjoined] : []
  return [h("strong", { class: "effect" }, `${rule.effect_words}.`), " ", ...marked(`${rule.says} (${authority(rule)})`), ...enjoined]
}

const authority = rule => (rule.authority || "Searched") + (rule.as_of ? `, as of ${rule.as_of}` : "")

/* Case names stand between asterisks. */
const marked = text => text.split("*").map((part, at) => (at % 2 ? h("em", {}, part) : part))

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

/* In print each rule stands once, with its sections; those against the text in full, the others by their authority. */
function stateHead(law) {
  const rows = law.rules.map(rule => [rule, clauses.filter(clause => rule.clauses.includes(clause.key))]).filter(([, found]) => found.length)
  const items = rows.map(([rule, found]) => h("li", {}, `${sections(found)}: `, ...(ORDER.includes(rule.effect) ? ruleLine(rule) : shortLine(rule))))
  const rest = clauses.filter(clause => !rulesOn(law, clause).length)
  const open = rest.length ? [h("p", {}, unchecked(`${sections(rest)} ${rest.length > 1 ? "have" : "has"}`, law))] : []
  return [h("p", {}, h("strong", {}, `State law: ${law.name}.`)), h("ul", {}, ...items), ...open]
}

const shortLine = rule => [h("strong", { class: "effect" }, `${rule.effect_words}.`), " ", ...marked(authority(rule))]

const sections = list => (numbered(list[0]) ? `Section${list.length > 1 ? "s" : ""} ` : "") + list.map(clause => numbered(clause) ?? `“${clause.title}”`).join(", ")

const numbered = clause => clause.title.match(/^Section (\d+)/)?.[1]

function noStateHead() {
  const rows = clauses.flatMap(clause => clause.standard.flatMap(part => [...part.querySelectorAll(".restricts > span")]))
  const names = [...new Set(rows.flatMap(row => row.textContent.split(", ")))].sort().join(", ")
  const known = names ? ` States known to restrict sections of it: ${names}.` : ""
  return [h("p", {}, h("strong", {}, "State law."), ` No state was chosen for this printout.${known} Others were not checked. That is no permission.`)]
}

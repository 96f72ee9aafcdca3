/* What a reader typed and chose, kept in this browser only, and the words that stand for it in a text.
   The rules for words are those of scripts/toolkit/fill.py; tests/fixtures/words.yml holds both to one table. */

const KEY = "toolkit.answers"
const EMPTY = { state: "", kind: "", values: {}, choices: {}, view: "", footer: false, worksheet: {} }

const base = new URL(JSON.parse(document.getElementById("__config").textContent).base.replace(/\/?$/, "/"), location.href)
const fetched = new Map()
const listeners = new Set()
export let stored = true // false when this browser refuses to keep what is typed
let answers = read()

/* What the site knows, once it was fetched: blanks by name, labels of the kinds of government, states. */
export const facts = { blanks: {}, kinds: {}, states: [], loaded: false, failed: false }

function read() {
  let kept = null
  try {
    kept = localStorage.getItem(KEY)
  } catch {
    stored = false
  }
  try {
    return { ...structuredClone(EMPTY), ...JSON.parse(kept) }
  } catch {
    return structuredClone(EMPTY)
  }
}

function write() {
  try {
    if (isEmpty()) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, JSON.stringify(answers))
    stored = true
  } catch {
    stored = false
  }
}

function tell() {
  for (const listener of listeners) listener(answers)
}

export const current = () => answers

export const isEmpty = () => JSON.stringify(answers) === JSON.stringify(EMPTY)

/* Change some answers: set({state: "tx"}), set({values: {"GOVERNMENT NAME": "City of X"}}). An empty value is removed;
   a choice is removed by null, since "" chooses the default text. */
export function set(change) {
  const next = { ...answers, ...change }
  for (const map of ["values", "choices"]) {
    next[map] = { ...answers[map], ...change[map] }
    for (const [key, value] of Object.entries(next[map])) if (value === null || (map === "values" && value === "")) delete next[map][key]
  }
  replace(next)
}

export function replace(next) {
  answers = next
  write()
  tell()
}

export const clear = () => replace(structuredClone(EMPTY))

export function onChange(listener) {
  listeners.add(listener)
}

function reread() {
  answers = read()
  tell()
}

// Another tab of the same site may change the answers, or another page before the reader comes back to this one.
addEventListener("storage", event => (event.key === KEY || event.key === null) && reread())
addEventListener("pageshow", event => event.persisted && stored && reread())

export const address = path => new URL(path, base)

/* Fetch a file of this site once; a failure is not remembered, so that the next try can succeed. */
export function data(path) {
  if (!fetched.has(path)) {
    const promise = fetch(address(path)).then(reply => {
      if (!reply.ok) throw new Error(`${path}: ${reply.status}`)
      return reply.json()
    })
    promise.catch(() => fetched.delete(path))
    fetched.set(path, promise)
  }
  return fetched.get(path)
}

export const blanks = async () => (await data("data/blanks.json")).blanks
export const states = () => data("data/states.json")

/* Fetch what the site knows into `facts`, and tell whoever draws. */
export async function load() {
  try {
    const [words, law] = await Promise.all([data("data/blanks.json"), states()])
    Object.assign(facts, words, { states: law, loaded: true, failed: false })
  } catch {
    facts.failed = true
  }
  tell()
}

/* "an hour", "a unit": sound, not letter, decides. */
export function article(word) {
  return /^(?:[aeiou]|hour|honor|heir)/i.test(word) && !/^(?:uni(?!n)|use|usu|ut(?![mt])|eu|one\b|once)/i.test(word) ? "an" : "a"
}

export const possessive = word => word + (/s$/i.test(word) ? "’" : "’s")

/* The answer to a blank; "" when it is open. A number has a default and belongs to its clause. */
export function given(name, isNumber, clauseKey, specs) {
  const typed = (answers.values[isNumber ? `${clauseKey}/${name}` : name] || "").trim()
  return typed || specs?.[name]?.values?.[answers.kind] || ""
}

/* The words of a blank: the answer in its form, or the blank itself, visible in brackets. */
export function words(name, form, fallback, value) {
  if (!value) {
    if (fallback) return `[${fallback}]`
    const lead = { article: "a ", Article: "A " }[form] || ""
    return `[${lead}${name}]` + (form === "possessive" ? "’s" : "")
  }
  if (form === "possessive") return possessive(value)
  if (form === "article") return `${article(value)} ${value}`
  if (form === "Article") return `${article(value) === "an" ? "An" : "A"} ${value}`
  return value
}

/* The roles that this kind of government does not have, among `names`. */
export function absent(names, specs) {
  return names.filter(name => specs[name]?.type === "role" && answers.kind && specs[name].values?.[answers.kind] === null)
}

/* Whether a text {id, kinds, needs} suits the kind of government. */
export function fits(text, specs) {
  return !answers.kind || ((!text.kinds.length || text.kinds.includes(answers.kind)) && !absent(text.needs, specs).length)
}

/* Whether the reader chose one of a clause's texts; a choice of a text that is gone is none. */
export const chose = (clauseKey, texts) => texts.some(text => text.id === answers.choices[clauseKey])

/* Whether the reader has still to choose among a clause's texts. Where one alone suits the kind of government, it stands. */
export function toChoose(clauseKey, texts, specs) {
  return texts.length > 1 && !chose(clauseKey, texts) && texts.filter(text => fits(text, specs)).length !== 1
}

/* The text that a reader gets of [{id, kinds, needs}, …], default first: the chosen one; else the default if it suits the
   kind of government, else a text that names that kind, else the first that merely suits it. */
export function chosen(clauseKey, texts, specs) {
  const choice = answers.choices[clauseKey]
  const suitable = texts.filter(text => fits(text, specs))
  const [first] = texts
  return texts.find(text => text.id === choice) || (!suitable.length || suitable.includes(first) ? first : suitable.find(text => text.kinds.length) || suitable[0])
}

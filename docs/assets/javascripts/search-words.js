/* A reader's words to the words that the index holds: synonyms, citation forms, plurals, misspellings.
   Pure functions, used by search-worker.js. `table` maps what is typed to what the law says (data/search-words.json, meanings). */

const IGNORED = new Set(
  ("a an the of to in on for and or by is are was be does do did has have had can could will would shall should must may might what when where which who how why "
    + "this that it its i my me we our us you your they their someone anybody if so at as with from about get gets got any there "
    + "el la los las de del un una y o en con por para que es mi su se al como cuando quien contra section sec part pt usc cfr u s c f r code").split(" ")
)

export const plain = text => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[’']s\b/g, "").replace(/[’']/g, "")

/* Words as the index splits them: a citation keeps its subsections, initials are one word. */
export function split(text) {
  return plain(text)
    .replace(/\b287\s*\(?g\)?/g, "287(g)")
    .replace(/\b(?:u\.\s*s\.\s*c|c\.\s*f\.\s*r)\b\.?/g, " ")
    .replace(/\b(?:[a-z]\.\s?){2,}/g, initials => `${initials.replace(/[.\s]/g, "")} `)
    .split(/[\s\-–—,;:!?="“”‘/§¶[\]*+~^]+|\.(?!\d)|\((?![a-z\d]{1,4}\))|(?<![a-z\d)])\(|(?<![a-z\d)]\([a-z\d]{1,4})\)/)
    .filter(Boolean)
}

/* The singular, as a stem that the index is searched with: detainers, cities, agencies. */
export function stem(word) {
  if (word.length < 5 || /ss$|us$|is$/.test(word)) return word
  return word.replace(/ies$/, "y").replace(/s$/, "")
}

/* Edit distance with transpositions, at most `most`; more than that is reported as most + 1. */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let [before, row] = [[], Array.from({ length: b.length + 1 }, (_, n) => n)]
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1)
    }
    ;[before, row] = [row, next]
  }
  return row[b.length] <= most ? row[b.length] : most + 1
}

/* How many letters two words share at their beginning and end: all of "lawer" with "lawyer". */
function shared(a, b) {
  let [head, tail] = [0, 0]
  while (head < a.length && a[head] === b[head]) head++
  while (head + tail < a.length && a.at(-1 - tail) === b.at(-1 - tail)) tail++
  return head + tail
}

/* The known word nearest to one that nobody wrote: of several the one that shares most with it, then the most frequent. */
export function corrected(word, known) {
  const most = word.length < 4 ? 0 : word.length < 7 ? 1 : 2
  if (!most || /\d/.test(word)) return ""
  let best = ["", most + 1, 0, 0]
  for (const [candidate, count] of known) {
    if (candidate[0] !== word[0]) continue
    const far = distance(word, candidate, most)
    const same = far > most ? 0 : shared(word, candidate)
    if (far < best[1] || (far === best[1] && far <= most && (same > best[2] || (same === best[2] && count > best[3])))) best = [candidate, far, same, count]
  }
  return best[0]
}

/* Every word of the index and of the table, with how often it occurs. */
export function vocabulary(docs, table) {
  const known = new Map()
  const add = (text, weight) => {
    for (const word of split(text)) known.set(word, (known.get(word) || 0) + weight)
  }
  for (const doc of docs) add(`${doc.title} ${doc.text.replace(/<[^>]*>/g, " ")}`, 1)
  for (const typed of Object.keys(table)) add(typed, 1)
  return known
}

/* A citation's section without its subsections; the letter of 287(g) is its name. */
const section = word => (word === "287(g)" ? word : word.replace(/^(\d[\w.]*)\(.*/, "$1"))

const NUMBER = /^(?!287\(g\)$)\d[\d.]{2,}[a-z]?(?:\(|$)/

const weighty = word => !IGNORED.has(word) && word.length > 1 && !/^\d$/.test(word)

/* What a phrase is looked up by: its weighty words if there are two or more, so that "cite and release" is "cite-release". */
function key(words) {
  const kept = words.filter(weighty)
  return (kept.length > 1 ? kept : words).map(stem).join(" ")
}

/* The table by its keys; phrases that come to the same one join their meanings. */
export function phrases(table) {
  const out = new Map()
  for (const [typed, meaning] of Object.entries(table)) {
    const at = key(split(typed))
    out.set(at, [...new Set([...(out.get(at) || []), ...split(meaning)])])
  }
  return out
}

/* Each phrase of the table, longest first, and each other word, with the words that the table adds to it. */
function meanings(words, known) {
  const out = []
  for (let at = 0; at < words.length; ) {
    let [size, added] = [Math.min(7, words.length - at)]
    for (; size; size--) {
      const phrase = words.slice(at, at + size)
      if (size > 1 && IGNORED.has(phrase[0]) && IGNORED.has(phrase.at(-1))) continue
      added = known.get(key(phrase)) ?? known.get(key(phrase.map(section)))
      if (added) break
    }
    size ||= 1
    out.push([words.slice(at, at + size).filter(weighty), added || []])
    at += size
  }
  return out
}

/* The other forms of a verb: arrested and arresting for arrest, and the other way round. */
function inflected(word) {
  if (word.length < 5) return []
  const root = word.replace(/(?:ed|ing)$/, "")
  if (root.length < 4) return []
  const bare = root.replace(/e$/, "")
  return [root, `${bare}e`, `${bare}ed`, `${bare}ing`]
}

/* The forms of a word to search for. A known word is searched as it is, singular and plural, and if the table adds nothing
   to it, as the verb it may be: with an ending left open, as Material would, "counts" would find every county. A number, and
   what the index does not hold, are searched by their beginning. */
function forms(word, known, alone) {
  if (NUMBER.test(word)) return [...new Set([word, section(word)])] // the index holds 1051(A) for section 1051
  const single = stem(word)
  const found = [single, word, `${single}s`, single.replace(/y$/, "ies"), ...(alone ? inflected(single) : [])].filter((form, at, all) => known.has(form) && all.indexOf(form) === at)
  return found.length ? found : [single]
}

/* The query for Material's worker, and for each phrase or word typed the forms of its own words and of those added. */
export function expand(query, table, known) {
  const typed = split(query).map(word => (known.has(word) || known.has(stem(word)) || IGNORED.has(word) ? word : corrected(word, known) || word))
  const groups = meanings(typed, table)
    .filter(([own, added]) => own.length || added.length)
    .map(([own, added]) => [own.map(word => forms(plain(word), known, !added.length)), added.map(word => forms(word, known))])
  // The last word may still be in the typing.
  const kept = typed.filter(weighty)
  const open = kept.length && !/\s$/.test(query) ? [stem(plain(kept.at(-1)))] : []
  const closed = form => (known.has(form) && !NUMBER.test(form) ? `${form}^1` : form)
  return { text: [...new Set([...groups.flat(3).map(closed), ...open])].join(" "), groups }
}

/* The share of what was typed that is among the words found: a phrase is met by its own words or by those that the table adds. */
export function share(found, groups) {
  let [met, all] = [0, 0]
  for (const [own, added] of groups) {
    const weight = own.length || 1
    const part = words => words.length && words.filter(forms => forms.some(form => found.has(form))).length / words.length
    met += weight * Math.max(part(own), part(added))
    all += weight
  }
  return all ? met / all : 1
}

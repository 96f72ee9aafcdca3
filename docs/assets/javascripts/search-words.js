/* A reader's words to the words that the index holds: synonyms, citation forms, plurals, misspellings.
   Pure functions, used by search-worker.js. `table` maps what is typed to what the law says (data/search-words.json). */

const IGNORED = new Set(
  ("a an the of to in on for and or by is are was be does do did has have had can could will would shall should must may might what when where which who how why "
    + "this that it its i my me we our us you your they their someone anybody if so at as with from about get gets got any there "
    + "el la los las de del un una y o en con por para que es mi su se al como cuando quien contra section sec usc cfr u s c f r code").split(" ")
)

export const plain = text => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[’']s\b/g, "").replace(/[’']/g, "")

/* Words as the index splits them; a subsection stays with 287(g) alone, whose letter is its name. */
export function split(text) {
  return plain(text)
    .replace(/\b287\s*\(?g\)?/g, "287(g)")
    .replace(/(\d)\((?!g\))[a-z0-9]+\)/g, "$1 ")
    .replace(/\b(?:u\.\s*s\.\s*c|c\.\s*f\.\s*r)\b\.?/g, " ")
    .split(/[\s\-–—,;:!?="“”‘/§¶[\]*+~^]+|\.(?!\d)|\((?!g\))|(?<!g)\)/)
    .filter(Boolean)
}

/* The singular, as a stem that the index is searched with: detainers, cities, agencies. */
export function stem(word) {
  if (word.length < 5 || /ss$|us$|is$/.test(word)) return word
  return word.replace(/ies$/, "").replace(/s$/, "")
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

/* The known words nearest to one that nobody wrote; the more often a word occurs, the likelier it was meant. */
export function corrected(word, known) {
  const most = word.length < 4 ? 0 : word.length < 7 ? 1 : 2
  if (!most || /\d/.test(word)) return ""
  let best = ["", most + 1, 0]
  for (const [candidate, count] of known) {
    if (candidate[0] !== word[0]) continue
    const far = distance(word, candidate, most)
    if (far < best[1] || (far === best[1] && far <= most && count > best[2])) best = [candidate, far, count]
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

/* Replace each phrase of the table, longest first; what it stands for joins the query. */
function meanings(words, table) {
  const [out, added] = [[], []]
  for (let at = 0; at < words.length; ) {
    let taken = 0
    for (let size = Math.min(6, words.length - at); size && !taken; size--) {
      const phrase = words.slice(at, at + size)
      const found = table[phrase.join(" ")] ?? table[phrase.map(stem).join(" ")]
      if (found !== undefined) {
        added.push(...found.split(" "))
        taken = size
      }
    }
    out.push(...words.slice(at, at + (taken || 1)))
    at += taken || 1
  }
  return [out, added]
}

/* The forms of a word to search for. A known word is searched as it is, singular and plural: with an ending left open, as
   Material would, "counts" would find every county. A number, and what the index does not hold, are searched by their
   beginning. */
function forms(word, known) {
  if (/^\d[\d.]{2,}$/.test(word)) return [word] // the index holds 1051(A) for section 1051
  const single = stem(word)
  const found = [single, word, `${single}s`].filter((form, at, all) => known.has(form) && all.indexOf(form) === at)
  return found.length ? found.map(form => `${form}^1`) : [single]
}

/* The query for Material's worker. */
export function expand(query, table, known) {
  const typed = split(query).map(word => (known.has(word) || known.has(stem(word)) || IGNORED.has(word) ? word : corrected(word, known) || word))
  const [words, added] = meanings(typed, table)
  const kept = words.filter(word => !IGNORED.has(word) && word.length > 1 && !/^\d$/.test(word))
  // The last word may still be in the typing.
  const open = kept.length && !/\s$/.test(query) ? [stem(plain(kept.at(-1)))] : []
  return [...new Set([...[...kept, ...added].flatMap(word => forms(plain(word), known)), ...open])].join(" ")
}

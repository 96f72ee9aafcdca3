/* In front of Material's search worker: answers ready at once, loads the index when a reader first searches,
   and turns the reader's words into the index's. Material's message types are no public interface;
   tests/browser/test_search.py pins them. */

const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3]
const SHOWN = 3 // sections of a page that show without opening anything
const MATERIAL = new URL(location.href).searchParams.get("material")
const FAILED = {
  location: "",
  title: "Search could not be loaded",
  text: "Check your connection, then type again. The menu reaches every page.",
  score: 1,
  terms: {},
}

const post = self.postMessage.bind(self)
let words, table, known, groups, loading, latest

self.postMessage = message => {
  if (message.type === READY) loading.done()
  else if (message.type === RESULT) post(tidied(message))
}

self.addEventListener("message", event => {
  if (!event.isTrusted) return // ours, on its way to Material's worker
  event.stopImmediatePropagation()
  if (event.data.type === SETUP) post({ type: READY })
  else if (event.data.type === QUERY) query(event.data.data)
})

const isPage = item => !item.location.includes("#")
const found = item => Object.keys(item.terms).filter(term => item.terms[term])

/* Material multiplies a score by the share of all searched words that a result holds, ours included, and favors pages
   fivefold. Here what counts is the share of what the reader typed; the words of a page's own line help its sections half. */
function rank(page) {
  const line = found(page.find(isPage))
  for (const item of page) {
    const [own, all] = [found(item), Object.keys(item.terms).length]
    const theirs = all ? isPage(item) + own.length / all : 0
    const typed = words.share(new Set(own), groups)
    const share = isPage(item) ? typed : (typed + words.share(new Set([...own, ...line]), groups)) / 2
    item.score *= (share ** 2 * (isPage(item) ? 2 : 1)) / (1 + theirs ** 2)
  }
}

/* Material shows the sections of a page that score as high as its first result and folds the rest away, so that a page's
   own line can hide its clauses. Here the best sections of a page always show. Words that we added and that a page lacks
   are not missing from what the reader typed. */
function tidied(message) {
  for (const page of message.data.items) {
    rank(page)
    const top = Math.max(...page.map(item => item.score))
    const sections = page.filter(item => !isPage(item)).sort((a, b) => b.score - a.score)
    for (const [place, item] of sections.entries()) item.score = place < SHOWN && item.score >= sections[0].score / 2 ? top : Math.min(item.score, top * 0.99)
    page.sort((a, b) => b.score - a.score)
    for (const item of page) item.terms = Object.fromEntries(found(item).map(term => [term, true]))
  }
  message.data.items.sort(([a], [b]) => b.score - a.score)
  return message
}

async function query(text) {
  latest = text
  if (!text.trim()) return post({ type: RESULT, data: { items: [] } })
  try {
    await (loading ||= load())
  } catch {
    loading = undefined
    if (text === latest) post({ type: RESULT, data: { items: [[FAILED]] } })
    return
  }
  if (text !== latest) return
  const query = words.expand(text, table, known)
  groups = query.groups
  forward({ type: QUERY, data: query.text || text })
}

function forward(data) {
  self.dispatchEvent(new MessageEvent("message", { data }))
}

async function json(path) {
  const reply = await fetch(new URL(path, location.href))
  if (!reply.ok) throw new Error(`${path}: ${reply.status}`)
  return reply.json()
}

function load() {
  let done
  const ready = new Promise(resolve => (done = resolve))
  const promise = (async () => {
    const [index, added, module] = await Promise.all([json("../../search/search_index.json"), json("../../data/search-words.json"), import("./search-words.js")])
    words = module
    table = words.phrases(added.meanings)
    known = words.vocabulary(index.docs, added.meanings)
    // A field of its own finds the sections of law that a page's footnotes cite, and is not shown.
    for (const doc of index.docs) if (added.cited[doc.location]) doc.cited = added.cited[doc.location]
    index.config.fields.cited = { boost: 100 }
    if (!self.lunr) importScripts(new URL(`workers/${MATERIAL}`, location.href))
    forward({ type: SETUP, data: { config: index.config, docs: index.docs, options: { suggest: false } } })
    await ready
  })()
  promise.done = done
  return promise
}

post({ type: READY })

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
let words, table, known, loading, latest

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

/* Material shows the sections of a page that score as high as its first result and folds the rest away, so that a page's
   own line can hide its clauses. Here the best sections of a page always show. Words that we added and that a page lacks
   are not missing from what the reader typed. */
function tidied(message) {
  for (const page of message.data.items) {
    const top = Math.max(...page.map(item => item.score))
    const sections = page.filter(item => item.location.includes("#")).sort((a, b) => b.score - a.score)
    for (const [place, item] of sections.entries()) item.score = place < SHOWN && item.score >= sections[0].score / 2 ? top : Math.min(item.score, top * 0.99)
    page.sort((a, b) => b.score - a.score)
    for (const item of page) item.terms = Object.fromEntries(Object.entries(item.terms).filter(([, found]) => found))
  }
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
  if (text === latest) forward({ type: QUERY, data: words.expand(text, table, known) || text })
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
    const [index, synonyms, module] = await Promise.all([json("../../search/search_index.json"), json("../../data/search-words.json"), import("./search-words.js")])
    ;[words, table] = [module, synonyms]
    known = words.vocabulary(index.docs, table)
    if (!self.lunr) importScripts(new URL(`workers/${MATERIAL}`, location.href))
    forward({ type: SETUP, data: { config: index.config, docs: index.docs, options: { suggest: false } } })
    await ready
  })()
  promise.done = done
  return promise
}

post({ type: READY })

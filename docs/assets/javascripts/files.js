/* A model's files with the reader's own answers, made in this browser.
   Pieces and templates come from downloads/<name>.kit.json; the steps are those of scripts/toolkit/export/kit.py (Draft),
   and a test holds both to the same bytes. Loaded when answers exist; without it the links give the unfilled files. */

import { absent, address, blanks, chosen, current, data, fits, given, onChange, toChoose, words } from "./answers.js"
import { lower, spoken } from "./dom.js"
import { save } from "./taking.js"

const TOKEN = /\uE000([a-z]+|[0-9]+)\uE001/g
const NOT_WORDS = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF\p{Surrogate}]/gu
const TYPES = { docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", txt: "text/plain;charset=utf-8" }
const PARTS = ["word/document.xml", "customXml/item1.xml"] // last in the file and not compressed: see package.py

const clean = typed => typed.replace(NOT_WORDS, " ").replace(/ +/g, " ").replace(/^ | $/g, "")
const xml = text => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
const put = (template, slots) => template.replace(TOKEN, (found, name) => slots[name] ?? found)

/* Whether the reader has answered anything that a file would show. */
export function answered() {
  const { state, kind, values, choices } = current()
  return Boolean(state || kind || Object.keys(values).length || Object.keys(choices).length)
}

/* One file being put together; `values` are the words of the bound blanks by tag. */
class Draft {
  constructor(kit, format, specs) {
    Object.assign(this, { kit, format, specs, pieces: kit[format], values: new Map(), count: 0 })
    this.escape = format === "docx" ? xml : text => text
  }

  document() {
    const { begin, law, end } = this.pieces
    const clauses = this.kit.clauses.flatMap((clause, n) => this.clause(clause, n))
    const parts = [begin, this.notice(), this.choices(), law, ...clauses, end]
    return parts.map(part => part.replace(TOKEN, (_, index) => this.blank(this.kit.blanks[index]))).join("")
  }

  notice() {
    const { notices } = this.pieces
    const { state } = current()
    const name = Object.hasOwn(this.kit.states, state) && this.kit.states[state]
    if (!name) return notices[""]
    return Object.hasOwn(notices, state) ? notices[state] : this.slots(notices.unchecked, { state: name })
  }

  choices() {
    const rows = this.kit.clauses.filter(clause => this.isOpen(clause)).map(clause => {
      const slots = { number: String(clause.number), title: clause.title, shown: this.text(clause).name, others: this.others(clause) }
      return this.slots(this.pieces.choice, slots)
    })
    return rows.length ? this.pieces.choices + rows.join("") : ""
  }

  clause(clause, n) {
    const text = this.text(clause)
    const out = [this.pieces.clauses[n].head]
    if (this.isOpen(clause)) out.push(this.slots(this.pieces.open, { shown: text.name, others: this.others(clause) }))
    const missing = absent(text.needs, this.specs)
    if (missing.length) {
      const roles = missing.map(role => lower(this.specs[role].label)).join(" and a ")
      out.push(this.slots(this.pieces.absent, { kind: this.kit.kinds[current().kind] ?? "", roles }))
    }
    return [...out, this.pieces.clauses[n].texts[clause.texts.indexOf(text)]]
  }

  isOpen(clause) {
    return toChoose(clause.key, clause.texts, this.specs)
  }

  text(clause) {
    return chosen(clause.key, clause.texts, this.specs)
  }

  others(clause) {
    const shown = this.text(clause)
    const names = clause.texts.filter(text => text !== shown && fits(text, this.specs)).map(text => text.name)
    return names.length ? `Alternatives: ${names.join("; ")}.` : "No other text suits this kind of government."
  }

  slots(template, slots) {
    return put(template, Object.fromEntries(Object.entries(slots).map(([name, text]) => [name, this.escape(text)])))
  }

  blank(spec) {
    const { before, core, after, filled } = this.words(spec)
    if (!this.values.has(spec.tag)) this.values.set(spec.tag, this.escape(core))
    this.count += 1
    if (this.format === "txt") return before + core + after
    const { run, control, properties, open } = this.pieces.blank
    const style = properties[spec.style]
    const piece = (text, inner) => put(run, { properties: inner && `<w:rPr>${inner}</w:rPr>`, words: xml(text) })
    const slots = { label: xml(spec.label), tag: spec.tag, count: String(this.count), run: piece(core, (filled ? "" : open) + style) }
    return (before && piece(before, style)) + put(control, slots) + (after && piece(after, style))
  }

  /* The words of a blank in three parts: what was typed (or the blank in brackets) between what its form adds. */
  words(spec) {
    const value = clean(given(spec.name, Boolean(spec.default), spec.clause, this.specs))
    if (!value && !spec.default && /^article$/i.test(spec.form)) {
      const lead = spec.form === "Article" ? "A" : "a"
      if (this.format === "txt") return { before: "", core: `[${lead} ${spec.name}]`, after: "", filled: false }
      return { before: `${lead} `, core: `[${spec.name}]`, after: "", filled: false }
    }
    const core = value || `[${spec.default || spec.name}]`
    const all = words(spec.name, spec.form, spec.default, value)
    const at = all.indexOf(core)
    return { before: all.slice(0, at), core, after: all.slice(at + core.length), filled: Boolean(value) }
  }
}

/* Make a model's file: {name, blob}. `format` is "docx" or "txt". */
export async function make(model, format) {
  const [kit, specs] = await Promise.all([data(`downloads/${model}.kit.json`), blanks()])
  const draft = new Draft(kit, format, specs)
  const text = draft.document()
  const bytes = format === "txt" ? encode(text.replace(/\n+$/, "") + "\n") : await word(model, text, draft)
  return { name: fileName(model, format), blob: new Blob([bytes], { type: TYPES[format] }) }
}

function fileName(model, format) {
  const typed = clean(given("GOVERNMENT NAME", false, "", {})).toLowerCase()
  const lead = typed.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60)
  return `${lead ? `${lead}-` : ""}${model}.${format}`
}

const encode = text => new TextEncoder().encode(text)

async function word(model, text, draft) {
  const path = `downloads/${model}.docx`
  const reply = await fetch(address(path))
  if (!reply.ok) throw new Error(`${path}: ${reply.status}`)
  const { begin, end } = draft.pieces.blank.custom
  const values = [...draft.values].map(([tag, value]) => `<${tag}>${value}</${tag}>`).join("")
  return replaced(new Uint8Array(await reply.arrayBuffer()), new Map([[PARTS[0], encode(text)], [PARTS[1], encode(begin + values + end)]]))
}

/* A zip with some of its last, uncompressed entries replaced; every other byte stays. */
function replaced(zip, parts) {
  const view = new DataView(zip.buffer)
  const tail = zip.length - 22 // our own files end in a directory record without a comment
  const directory = []
  for (let at = view.getUint32(tail + 16, true); at < tail; ) {
    const size = 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    directory.push(zip.slice(at, at + size))
    at += size
  }
  const name = entry => new TextDecoder().decode(entry.subarray(46, 46 + new DataView(entry.buffer).getUint16(28, true)))
  const offset = entry => new DataView(entry.buffer).getUint32(42, true)
  const out = [zip.slice(0, Math.min(...directory.filter(entry => parts.has(name(entry))).map(offset)))]
  let length = out[0].length
  for (const entry of directory.filter(entry => parts.has(name(entry)))) {
    const content = parts.get(name(entry))
    const header = zip.slice(offset(entry), offset(entry) + 30 + name(entry).length)
    for (const [bytes, at] of [[header, 14], [entry, 16]]) stamp(new DataView(bytes.buffer), at, content)
    new DataView(entry.buffer).setUint32(42, length, true)
    out.push(header, content)
    length += header.length + content.length
  }
  const end = zip.slice(tail)
  new DataView(end.buffer).setUint32(16, length, true)
  return joined([...out, ...directory, end])
}

/* Write checksum and sizes of `content` into a header. */
function stamp(view, at, content) {
  view.setUint32(at, crc32(content), true)
  view.setUint32(at + 4, content.length, true)
  view.setUint32(at + 8, content.length, true)
}

function crc32(bytes) {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

function joined(arrays) {
  const out = new Uint8Array(arrays.reduce((sum, array) => sum + array.length, 0))
  let at = 0
  for (const array of arrays) {
    out.set(array, at)
    at += array.length
  }
  return out
}

/* Upgrade the download blocks below `root`: with answers, the same links deliver the filled file. */
export function attach(root) {
  for (const block of root.querySelectorAll(".files[data-file]:not([data-attached])")) {
    block.dataset.attached = ""
    const line = spoken()
    block.append(" ", line)
    block.addEventListener("click", event => click(event, block, line))
    const show = () => {
      line.textContent = status()
    }
    onChange(show)
    show()
  }
}

function status() {
  if (!answered()) return ""
  const name = clean(given("GOVERNMENT NAME", false, "", {}))
  return `Both files carry what you typed and chose${name ? ` for ${name}` : ""}. They are made in this browser; nothing is sent.`
}

async function click(event, block, line) {
  const link = event.target.closest("a[data-format]")
  if (!link || !answered() || block.dataset.plain) return
  event.preventDefault()
  try {
    save(await make(block.dataset.file, link.dataset.format))
    line.textContent = status()
  } catch (error) {
    block.dataset.plain = "true" // the next click gives the unfilled file rather than the same fault
    line.textContent = `The filled file could not be made (${error.message}). The links now give the unfilled files; reload the page to try again.`
  }
}

/* Take a clause or the whole text: as rich text and as plain text, and nothing but the law. */

import { address, current, facts, fits } from "./answers.js"
import { blanksOf, clauses, isOpen, model, shown } from "./clauses.js"
import { count } from "./dom.js"
import { copy as take } from "./taking.js"

const escape = text => text.replace(/[&<>]/g, sign => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign])

/* Words and emphasis of a node; links and blanks leave only their words. */
function rich(node) {
  if (node.nodeType === Node.TEXT_NODE) return escape(node.data)
  const inner = [...node.childNodes].map(rich).join("")
  const tag = node.localName
  return tag === "strong" || tag === "em" ? `<${tag}>${inner}</${tag}>` : inner
}

const line = (text, html = escape(text), level = 0) => ({ text, html: `<p${level ? ` style="margin-left:${level * 0.5}in"` : ""}>${html}</p>` })

function section(clause) {
  const text = shown(clause)
  const heading = line(clause.title, `<strong>${escape(clause.title)}</strong>`)
  const open = isOpen(clause) ? [line(`[Choice still open: ${text.name}. ${others(clause, text)}]`)] : []
  const paragraphs = [...text.element.querySelectorAll("p")].map(p => line(p.textContent, rich(p), Number(p.className[1])))
  return [heading, ...open, ...paragraphs]
}

/* The same words as in the files: scripts/toolkit/export/kit.py. */
function others(clause, standing) {
  const names = clause.texts.filter(text => text !== standing && fits(text, facts.blanks)).map(text => text.name)
  return names.length ? `Alternatives: ${names.join("; ")}.` : "No other text suits this kind of government."
}

const { title, page } = model?.dataset ?? {}

// Adopters cite a clause by the page of the whole text, wherever they copied it.
const link = id => address(page).href + (id ? `#${id}` : "")

function footer(what, id) {
  if (!current().footer) return []
  const words = `${what}, version ${model.dataset.version}: `
  return [line(words + link(id), `${escape(words)}<a href="${link(id)}">${link(id)}</a>`)]
}

const clauseLines = clause => [...section(clause), ...footer(`${clause.title.replace(/\.$/, "")}, from the ${title}`, linked(clause))]

const modelLines = () => [line(title, `<strong>${escape(title)}</strong>`), ...clauses.flatMap(section), ...footer(title, "")]

const linked = clause => (isOpen(clause) ? clause.id : shown(clause).id || clause.id)

const copy = (lines, said, report) => {
  const content = { text: lines.map(line => line.text).join("\n\n") + "\n", html: lines.map(line => line.html).join("\n") }
  return take(content, said, report)
}

function left(list) {
  const blanks = [...blanksOf(list).values()].filter(filled => !filled).length
  const choices = list.filter(isOpen).length
  const open = [blanks && count(blanks, "blank"), choices && count(choices, "choice")].filter(Boolean)
  return open.length ? ` Still open in it: ${open.join(" and ")}.` : ""
}

const name = clause => clause.title.split(".")[0].toLowerCase()

export const copyClause = (clause, said) => copy(clauseLines(clause), said, `Copied ${name(clause)}.${left([clause])}`)

export const copyLink = (clause, said) => copy([line(link(linked(clause)))], said, `Copied the link to ${name(clause)}.`)

export const copyModel = said => copy(modelLines(), said, `Copied the ${model.dataset.what}: ${count(clauses.length, "section")}.${left(clauses)}`)

/* How the law is read and printed: with summaries, annotated, or the text alone. */

import { current, set } from "./answers.js"
import { h } from "./dom.js"

const VIEWS = { "": "Law with summaries", annotated: "Annotated", text: "Text only" }
const root = document.documentElement
const radios = new Map()
let drawn = ""

/* A text whose notes have pages of their own has nothing to unfold. */
const views = Object.entries(VIEWS).filter(([view]) => view !== "annotated" || document.querySelector(".commentary"))

export function viewSwitch() {
  const labels = views.map(([view, label]) => {
    radios.set(view, h("input", { type: "radio", name: "toolkit-view", value: view, onchange: () => set({ view }) }))
    return h("label", {}, radios.get(view), ` ${label}`)
  })
  return h("fieldset", { class: "views" }, h("legend", {}, "Read and print"), ...labels)
}

export function drawView(wanted = current().view) {
  if (!radios.size) return root.classList.add("view-notes")
  const view = radios.has(wanted) ? wanted : ""
  radios.get(view).checked = true
  for (const name of ["summaries", "annotated", "text"]) root.classList.toggle(`view-${name}`, name === (view || "summaries"))
  // Only a change of view opens or closes: what a reader opened by hand stays open while the answers change.
  if (view !== drawn) openAll(view === "annotated")
  drawn = view
}

function openAll(open) {
  for (const details of document.querySelectorAll(".commentary")) details.open = open
}

addEventListener("beforeprint", () => root.classList.contains("view-annotated") && openAll(true))

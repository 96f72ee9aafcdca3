/* Ways to take something out of the page: the clipboard, and a file that this browser makes. */

import { button, h } from "./dom.js"

/* Copy {text, html} and say so in the line `said`. A refused clipboard gets a second try by the older way, which pages without
   https still have; after that, exactly what would have been copied is shown and selected, so that the keyboard can copy it. */
export async function copy(content, said, report) {
  document.querySelector(".to-copy")?.remove()
  const done = (await put(content)) || putByEvent(content)
  said.textContent = done ? report : "Your browser did not allow the copy. What you asked for is selected below: copy it with Ctrl+C or ⌘C."
  if (!done) select(content, said.parentElement)
}

async function put({ text, html }) {
  try {
    const flavour = (type, words) => ({ [type]: new Blob([words], { type }) })
    await navigator.clipboard.write([new ClipboardItem({ ...flavour("text/html", html), ...flavour("text/plain", text) })])
    return true
  } catch {
    return false
  }
}

function putByEvent({ text, html }) {
  let done = false
  const onCopy = event => {
    event.clipboardData.setData("text/plain", text)
    event.clipboardData.setData("text/html", html)
    event.preventDefault()
    done = true
  }
  document.addEventListener("copy", onCopy)
  const allowed = document.execCommand("copy")
  document.removeEventListener("copy", onCopy)
  return allowed && done
}

function select({ html }, after) {
  const content = h("div", { tabindex: 0, role: "region", "aria-label": "To copy" })
  content.innerHTML = html
  const box = h("div", { class: "to-copy" }, content, button("Close", () => box.remove()))
  after.after(box)
  content.focus()
  getSelection().selectAllChildren(content)
}

export function save({ name, blob }) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

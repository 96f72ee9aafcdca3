/* Material's bundle (search, the outline that follows, tooltips of notes) waits for the reader's first move: a first view
   carries text, not machinery. A key pressed before it was there, such as / for search, is pressed again for it. */

const held = document.querySelector("script[data-later]")
const MOVES = ["pointermove", "pointerdown", "touchstart", "keydown", "focusin", "scroll"]
let key

function load(event) {
  if (event.type === "keydown") key ||= event
  for (const move of MOVES) removeEventListener(move, load, true)
  const script = document.createElement("script")
  script.src = held.getAttribute("src")
  script.addEventListener("load", ready)
  held.replaceWith(script)
}

function ready() {
  document.documentElement.dataset.material = "ready"
  if (key) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: key.key, code: key.code, bubbles: true, cancelable: true }))
  const field = document.querySelector("[data-md-component=search-query]")
  // Material opens its search when the field gains focus, which may have happened before it was there.
  if (document.activeElement === field) {
    field.blur()
    field.focus()
  }
}

// The page keeps Material's layout for readers without scripts until its bundle is there; what search needs shows at once.
document.documentElement.classList.add("waiting")
for (const move of MOVES) addEventListener(move, load, { capture: true, passive: true })

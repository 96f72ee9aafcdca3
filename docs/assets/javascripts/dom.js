/* Elements made by script: every control is, so that a page without JavaScript shows none that is dead. */

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value)
    else if (value !== false) element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

export const button = (text, onclick, attributes) => h("button", { type: "button", class: "tool", onclick, ...attributes }, text)

/* A line that screen readers speak when its words change. */
export const spoken = () => h("span", { role: "status", class: "spoken" })

export const lower = text => text.charAt(0).toLowerCase() + text.slice(1)

export const count = (number, one) => `${number} ${number === 1 ? one : one + "s"}`

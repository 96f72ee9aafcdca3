/* Light or dark: what the reader chose, else what the system asks for. Runs before the first paint; no module, so that it blocks. */
;(() => {
  const KEY = "toolkit.scheme"
  const system = matchMedia("(prefers-color-scheme: dark)")
  const button = document.querySelector("button.scheme")
  const kept = () => {
    try {
      return localStorage.getItem(KEY)
    } catch {
      return null
    }
  }
  let chosen = kept()

  function show() {
    const dark = chosen ? chosen === "dark" : system.matches
    document.body.dataset.mdColorScheme = dark ? "slate" : "default"
    button.title = dark ? "Switch to light colors" : "Switch to dark colors"
    button.setAttribute("aria-label", button.title)
  }

  button.hidden = false
  button.addEventListener("click", () => {
    chosen = document.body.dataset.mdColorScheme === "slate" ? "light" : "dark"
    try {
      localStorage.setItem(KEY, chosen)
    } catch {
      // not kept; it holds until the reader leaves the page
    }
    show()
  })
  system.addEventListener("change", show)
  show()
})()

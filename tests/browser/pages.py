"""The page that most browser tests open, and the ways in which a browser may refuse."""

MODEL = "cooperation/ordinance/"
NOTED = "cooperation/executive-order/"  # a model whose notes stand under its clauses
NOTES = "cooperation/ordinance/detainers/"  # the notes on one section of the ordinance
KEEP_NOTHING = """
const setItem = Storage.prototype.setItem
Storage.prototype.setItem = function (key, value) {
  if (key.startsWith("toolkit.")) throw new DOMException("refused", "QuotaExceededError")
  return setItem.call(this, key, value)
}"""
REFUSE_COPY = """
if (navigator.clipboard) navigator.clipboard.write = () => Promise.reject(new DOMException("refused", "NotAllowedError"))
document.execCommand = () => false"""

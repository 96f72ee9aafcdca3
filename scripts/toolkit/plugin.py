"""The thin MkDocs plugin: hands pages to the renderer, and writes data and downloads into the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page as SitePage

from toolkit import export, library, moved, policy, render, synonyms, trim


class ToolkitPlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Named `toolkit` in mkdocs.yml."""

    content: library.Library
    held: list[str]  # HTML of the page that is being rendered
    used: set[str]  # classes that stand in a page
    serving = False  # pages that reload themselves, by a script within them

    def on_startup(self, *, command: str, **_: Any) -> None:
        self.serving = command == "serve"

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        config.extra["policy"] = policy.text(self.serving)
        self.used = set()
        self.content = library.load(Path(config.docs_dir))
        if self.content.faults:
            raise PluginError("\n".join(map(str, self.content.faults)))

    def on_page_markdown(self, markdown: str, *, page: SitePage, **_: Any) -> str:
        parsed = self.content.pages[page.file.src_uri]
        page.meta["trust"] = render.trust(parsed, self.content)
        page.meta["assets"] = render.assets(parsed, self.content)
        page.meta["description"] = str(parsed.meta.get("summary", ""))
        if parsed.comments_on:
            page.meta.setdefault("search", {"boost": 0.5})  # the law comes before the notes on it
        text, self.held = render.markdown(parsed, self.content)
        return text

    def on_page_content(self, html: str, **_: Any) -> str:
        return render.finished(html, self.held)

    def on_post_page(self, output: str, **_: Any) -> str:
        self.used |= trim.classes(output)
        return output

    def on_post_template(self, output_content: str, **_: Any) -> str:
        self.used |= trim.classes(output_content)
        return output_content

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        trim.write(Path(config.site_dir), self.used)
        synonyms.write(self.content, Path(config.site_dir))
        moved.write(self.content, Path(config.site_dir))
        export.write_site(self.content, Path(config.site_dir), config.site_url or "")

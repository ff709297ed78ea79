import { readFileSync } from "node:fs";
import { defineConfig } from "vitepress";

// Beside this file once it is copied: the sidebar, and the folder of the site.
const { sidebar, outDir, version } = JSON.parse(readFileSync(new URL("site.json", import.meta.url), "utf8"));

/** The anchor of a heading by GitHub's rule, so that a link works in the repository and on the site. */
const slugify = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, "")
    .replaceAll(" ", "-");

export default defineConfig({
  title: "cdktf-azure-vm-backup",
  description: "Azure VM backup for CDK for Terraform, with the first backup as part of the deployment",
  lang: "en",
  outDir,
  // Dead links stop the build; the emulator is on localhost.
  ignoreDeadLinks: "localhostLinks",
  markdown: {
    anchor: { slugify },
    // Pages are Markdown: text such as <name> is text, not HTML.
    config: (markdown) => markdown.set({ html: false }),
  },
  // Texts in braces are text, not expressions of Vue.
  vue: { template: { compilerOptions: { delimiters: ["\u0001", "\u0002"] } } },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    sidebar,
    nav: [
      { text: "Start", link: "/start" },
      { text: "API", link: "/api/" },
      { text: version, link: "/CHANGELOG" },
    ],
  },
});

// The guides of cdktn-azure-vm-backup, made from those of cdktf-azure-vm-backup. A guide may hold a passage for each:
//   <!-- cdktf -->
//   for cdktf
//   <!-- cdktn
//   for cdktn
//   -->

/** Pages about both packages, or about how this project is made. */
const OF_BOTH = ["benchmarks.md", "cdktn.md", "contributing.md", "languages.md", "support.md", "trust.md"];

/** Versions and commands in tables and in lists of commands, where a comment cannot stand. */
const REPLACED = {
  "start.md": [
    ["| `cdktf` | 0.21 |", "| `cdktn` | 0.24; 0.25 and later were not tried |"],
    ["| `@cdktf/provider-azurerm` | 14.23.1 or newer 14 |", "| `@cdktn/provider-azurerm` | 16.1; 17 and 18 were not tried |"],
    ["| `constructs` | 10.4.2 or newer 10 |", "| `constructs` | 10.6 or 10.7 |"],
    [/^\| Node, where `cdktf-cli` 0\.21 runs \|.*$/m, "| Node, where `cdktn-cli` 0.24 runs | 22.19 or newer |"],
    [
      "npm install cdktf-azure-vm-backup cdktf@0.21 @cdktf/provider-azurerm@14 constructs@10",
      "npm pkg set 'overrides.cdktn=$cdktn'\nnpm install cdktn-azure-vm-backup cdktn@0.24 @cdktn/provider-azurerm@16 constructs@10.7",
    ],
    ["cdktf-cli@0.21", "cdktn-cli@0.24"],
  ],
};

/** Returns the text of a guide for cdktn. Throws if a part of it is still about cdktf. */
export function guideForCdktn(page, text) {
  if (OF_BOTH.includes(page)) return text;
  let guide = text.replace(/<!-- cdktf -->\n[^]*?<!-- cdktn\n([^]*?)-->\n/g, "$1");
  for (const [from, to] of REPLACED[page] ?? []) {
    const changed = guide.replace(from, () => to);
    if (changed === guide) throw new Error(`docs/${page} must contain ${from}, got none; change scripts/cdktn/docs.mjs`);
    guide = changed;
  }
  // The names of cdktf's files are those of cdktn, too.
  guide = guide.replace(/\bcdktf(?!\.(?:json|out)\b)/g, "cdktn").replaceAll("CDK for Terraform", "CDK Terrain");
  const left = guide.match(/.*<!-- cdktn?\b.*|.*cdktn@0\.21.*|.*provider-azurerm@14.*|.*\b14\.23.*|.*pins azurerm 4\.55.*/g);
  if (left)
    throw new Error(
      `docs/${page} must be about cdktn, got '${left[0]}'; write a passage for each, as scripts/cdktn/docs.mjs says`,
    );
  return guide;
}

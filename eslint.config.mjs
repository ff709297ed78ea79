import js from "@eslint/js";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

const barrel = {
  regex: "^@cdktf/provider-azurerm(/lib)?(/index)?$",
  message:
    "Import the resource's own module, e.g. @cdktf/provider-azurerm/lib/backup-policy-vm: the barrel costs a second and 430 MB.",
};

// The roots of lib: constructs, hook and emulator never import one another; contract imports azure, which imports nothing. The hook and
// the emulator draw by page, which imports nothing either.
const walls = [
  ["azure", []],
  ["contract", ["azure"]],
  ["constructs", ["azure", "contract"]],
  ["page", []],
  ["hook", ["azure", "contract", "page"]],
  ["emulator", ["azure", "contract", "page"]],
].map(([root, allowed]) => ({
  target: `./lib/${root}`,
  from: "./lib",
  except: [root, ...allowed].map((one) => `./${one}`),
  message: `${root} may import ${allowed.join(", ") || "nothing"} of lib, so that each program stands alone.`,
}));

export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      "dist/",
      "dist-cdktn/",
      "bundle/",
      "cdktf.out/",
      "coverage/",
      "**/cdktf.out/",
      ".start-*/",
      "site/",
      "jest.config.js",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { "import-x": importX },
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    settings: { "import-x/resolver": { typescript: true } },
    rules: {
      "no-restricted-imports": ["error", { patterns: [barrel] }],
      "import-x/no-restricted-paths": ["error", { zones: walls }],
      "import-x/no-cycle": "error",
      "no-restricted-properties": [
        "error",
        { object: "URL", property: "canParse", message: "It is wrong in Node 20 for letters such as ü: use parseUrl." },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "@typescript-eslint/prefer-nullish-coalescing": "error",
    },
  },
  {
    files: ["lib/**/*.ts"],
    rules: { "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ["lib/azure/**", "lib/contract/**", "lib/page/**", "lib/hook/**", "lib/emulator/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [barrel, { regex: "^(cdktf|constructs|@cdktf/)", message: "This part runs without cdktf." }] },
      ],
    },
  },
  {
    files: ["lib/**"],
    ignores: ["lib/hook/**", "lib/emulator/**"],
    rules: {
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: "Synthesized output never depends on the environment.",
        },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: "Synthesized output never depends on the clock.",
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: "Synthesized output never depends on the clock.",
        },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: "Synthesized output is never random.",
        },
      ],
    },
  },
  {
    files: ["lib/hook/**"],
    // The ways out: where text is made harmless and secrets are left out; the end of the process; and two that print what they know.
    ignores: [
      "lib/hook/report/terminal.ts",
      "lib/hook/text-file.ts",
      "lib/hook/process-end.ts",
      "lib/hook/bin.ts",
      "lib/hook/main.ts",
    ],
    rules: {
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "MemberExpression[object.name='process'][property.name=/^(stdout|stderr|emitWarning)$/], VariableDeclarator[init.name='process'] > ObjectPattern",
          message: "Write by the terminal: it leaves out secrets, control characters and what a pipeline takes for a command.",
        },
        {
          selector: "ImportSpecifier[imported.name=/^(write|append).*|createWriteStream$/][parent.source.value=/^(node:)?fs/]",
          message:
            "Write files by writeFileOrPipe: it leaves out secrets, control characters and what a pipeline takes for a command.",
        },
        {
          selector: "CallExpression[callee.object.name='JSON'][callee.property.name='parse']",
          message: "Read JSON by parseForeignJson: it has limits, and makes texts harmless.",
        },
      ],
    },
  },
  { files: ["lib/hook/arm/foreign-json.ts"], rules: { "no-restricted-syntax": "off" } },
  {
    files: ["lib/emulator/**"],
    ignores: ["lib/emulator/clock.ts", "lib/emulator/admin/page/script.js", "lib/emulator/errors/define-error.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']",
          message: "The emulator's clock is the only one in it that knows the time.",
        },
        {
          selector:
            "CallExpression[callee.object.name='Date'][callee.property.name='now'], MemberExpression[object.name='performance']",
          message: "The emulator's clock is the only one in it that knows the time.",
        },
        {
          selector: "CallExpression[callee.name=/^set(Timeout|Interval|Immediate)$/]",
          message: "What happens later is derived from the emulator's clock; to wait, use its sleep.",
        },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: "Chance is drawn from the emulator's seed.",
        },
        {
          selector: "NewExpression[callee.name='ServiceError']",
          message: "Define the error in lib/emulator/errors, with what it is known from.",
        },
      ],
    },
  },
  {
    files: ["lib/emulator/admin/page/script.js"],
    languageOptions: {
      sourceType: "script",
      globals: { document: "readonly", fetch: "readonly", setTimeout: "readonly", Idiomorph: "readonly" },
    },
  },
  {
    // They run in a browser, and read what their own page holds.
    files: ["lib/hook/**/page/*.js"],
    languageOptions: { sourceType: "script", globals: { document: "readonly" } },
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["test/**", "bench/**", "tools/**", "examples/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.name='startEmulator']:not(:has(Property[key.name='startTime']))",
          message: "Pin startTime: without it, the run means something else at each hour. In tests, use startTestEmulator.",
        },
      ],
    },
  },
  { files: ["**/*.mjs"], languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly" } } },
);

// Compares the public API with etc/cdktf-azure-vm-backup.api.md, so that reviews show its changes. `--update` writes the file; without
// it, a difference is an error. It reads the declarations from `npm run build`.
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const update = process.argv.includes("--update");
const reportFolder = join(root, "etc");
mkdirSync(reportFolder, { recursive: true });
const temporary = mkdtempSync(join(tmpdir(), "api-report-"));

try {
  const { apiReportChanged, errorCount } = Extractor.invoke(config(), { localBuild: update, messageCallback });
  if (apiReportChanged && !update) {
    console.error(
      "the public API must be equal to etc/cdktf-azure-vm-backup.api.md, got a difference; " +
        "run 'npm run build && npm run api' and commit that file if you mean the change, or undo the change",
    );
  }
  if (errorCount > 0 || (apiReportChanged && !update)) process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

function config() {
  return ExtractorConfig.prepare({
    packageJsonFullPath: join(root, "package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, "dist/index.d.ts"),
      compiler: { tsconfigFilePath: join(root, "lib/tsconfig.json"), skipLibCheck: true },
      apiReport: { enabled: true, reportFolder, reportTempFolder: temporary, includeForgottenExports: true },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      newlineKind: "lf",
      messages: {
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Error },
          // The exports of index.ts are public, nothing else is, and classes need not repeat the docstrings of their interface.
          "ae-missing-release-tag": { logLevel: ExtractorLogLevel.None },
          "ae-forgotten-export": { logLevel: ExtractorLogLevel.None },
          "ae-undocumented": { logLevel: ExtractorLogLevel.None },
          "ae-unresolved-link": { logLevel: ExtractorLogLevel.None },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
}

/** Prints only errors. */
function messageCallback(message) {
  message.handled = message.logLevel !== ExtractorLogLevel.Error;
}

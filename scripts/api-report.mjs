// The public API as one text, etc/cdktf-azure-vm-backup.api.md, so that a change of it is seen in review. `--update` writes it, else a
// difference fails. It reads the declarations that `npm run build` has emitted.
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
      "the public API must be what etc/cdktf-azure-vm-backup.api.md says, got another one; " +
        "run 'npm run build && npm run api' and commit that file if the change is meant, or undo it",
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
          // What index.ts exports is public, what it does not is not, and what an interface documents its classes need not repeat.
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

/** Says nothing but what is wrong. */
function messageCallback(message) {
  message.handled = message.logLevel !== ExtractorLogLevel.Error;
}

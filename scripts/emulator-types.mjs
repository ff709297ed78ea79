// Bundles the declarations of `cdktf-azure-vm-backup/emulator` into one file that refers only to Node's types.
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const silent = { default: { logLevel: ExtractorLogLevel.None } };
const config = ExtractorConfig.prepare({
  packageJsonFullPath: join(root, "package.json"),
  configObjectFullPath: undefined,
  configObject: {
    projectFolder: root,
    mainEntryPointFilePath: join(root, "dist/emulator/index.d.ts"),
    compiler: { tsconfigFilePath: join(root, "lib/emulator/tsconfig.json"), skipLibCheck: true },
    apiReport: { enabled: false },
    docModel: { enabled: false },
    tsdocMetadata: { enabled: false },
    dtsRollup: { enabled: true, untrimmedFilePath: join(root, "dist/emulator.d.ts") },
    newlineKind: "lf",
    messages: { compilerMessageReporting: silent, extractorMessageReporting: silent, tsdocMessageReporting: silent },
  },
});
const messageCallback = (message) => {
  message.handled = message.logLevel !== ExtractorLogLevel.Error;
};
const { succeeded } = Extractor.invoke(config, { localBuild: true, messageCallback });
if (!succeeded) process.exitCode = 1;

// Writes the published declarations: one file for each entry point of the package, so that no declaration of an internal file is published.
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const silent = { default: { logLevel: ExtractorLogLevel.None } };
const ENTRY_POINTS = [
  { source: "dist/index.d.ts", tsconfig: "lib/tsconfig.json", target: "dist/types.d.ts" },
  { source: "dist/emulator/index.d.ts", tsconfig: "lib/emulator/tsconfig.json", target: "dist/emulator.d.ts" },
];

for (const { source, tsconfig, target } of ENTRY_POINTS) {
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(root, "package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, source),
      compiler: { tsconfigFilePath: join(root, tsconfig), skipLibCheck: true },
      apiReport: { enabled: false },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath: join(root, target) },
      newlineKind: "lf",
      messages: { compilerMessageReporting: silent, extractorMessageReporting: silent, tsdocMessageReporting: silent },
    },
  });
  const messageCallback = (message) => {
    message.handled = message.logLevel !== ExtractorLogLevel.Error;
  };
  const { succeeded } = Extractor.invoke(config, { localBuild: true, messageCallback });
  if (!succeeded) process.exitCode = 1;
}

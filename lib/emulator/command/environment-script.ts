import { dirname, join } from "node:path";
import type { Emulator } from "../emulator";

/** The name of the emulator's cloud in the Azure CLI. */
const CLOUD = "AzureEmulator";

/**
 * Returns a shell script that sets the environment of Terraform, the hook and the Azure CLI, and defines a function that signs in
 * with the Azure CLI. The Azure CLI gets its own configuration folder, so that the user's real sign-in is not changed.
 */
export function environmentScript(emulator: Emulator): string {
  const environment = { ...emulator.environment(), ...azureCliEnvironment(emulator) };
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return [
    `# Azure emulator at ${emulator.url}: for Terraform, azure-vm-backup and the Azure CLI`,
    ...exports,
    "# The Azure CLI, once: azure_emulator_login",
    "azure_emulator_login() {",
    ...azureCliSignIn(emulator).map((command, index, all) => `  ${command}${index < all.length - 1 ? " &&" : ""}`),
    "}",
    "",
  ].join("\n");
}

/** The environment in which the Azure CLI trusts the emulator. */
export function azureCliEnvironment(emulator: Emulator): Record<string, string> {
  const { SSL_CERT_FILE: trusted = emulator.certificateFile } = emulator.environment();
  return {
    REQUESTS_CA_BUNDLE: trusted,
    AZURE_CONFIG_DIR: join(dirname(emulator.certificateFile), "azure-cli"),
    AZURE_CORE_COLLECT_TELEMETRY: "false",
  };
}

/**
 * Returns the commands with which the Azure CLI signs in. The authority ends in `/adfs`, because the Azure CLI looks up every
 * other one at Microsoft first.
 */
export function azureCliSignIn(emulator: Emulator): string[] {
  const endpoint = quoted(`${emulator.url}/`);
  const { ARM_CLIENT_ID: client, ARM_CLIENT_SECRET: secret, ARM_TENANT_ID: tenant } = emulator.environment();
  const endpoints = [
    ...["resource-manager", "management", "active-directory-resource-id", "active-directory-graph-resource-id", "gallery"].map(
      (name) => `--endpoint-${name} ${endpoint}`,
    ),
    `--endpoint-active-directory ${quoted(`${emulator.url}/adfs`)}`,
    "--suffix-storage-endpoint core.windows.net --suffix-keyvault-dns .vault.azure.net",
  ];
  return [
    `{ az cloud show --name ${CLOUD} --output none 2>/dev/null || az cloud register --name ${CLOUD} ${endpoints.join(" ")}; }`,
    `az cloud set --name ${CLOUD}`,
    `az login --service-principal --username ${quoted(client ?? "")} --password ${quoted(secret ?? "")} --tenant ${quoted(tenant ?? "")} --output none`,
  ];
}

/** Quotes a value for a POSIX shell. */
function quoted(value: string): string {
  return /^[\w./:@-]+$/.test(value) ? value : `'${value.replace(/'/g, `'\\''`)}'`;
}

import * as v from "valibot";
import { read, text } from "../arm/answer-schema";
import type { ArmConnection } from "../arm/arm-connection";
import { ArmError } from "../arm/arm-error";
import { quoted } from "./code/escaped";

const named = v.object({ name: text, id: text });

/** What can belong to a vault beside its settings, and the method that declares it. */
const KINDS = [
  {
    what: "lock",
    path: "/providers/Microsoft.Authorization/locks",
    apiVersion: "2020-05-01",
    method: "addLock",
  },
  {
    what: "diagnostic setting",
    path: "/providers/Microsoft.Insights/diagnosticSettings",
    apiVersion: "2021-05-01-preview",
    method: "addDiagnosticSetting",
  },
  {
    what: "association with a Resource Guard",
    path: "/backupResourceGuardProxies",
    apiVersion: "2025-02-01",
    method: "addResourceGuardAssociation",
  },
] as const;

/** Returns notes on the locks, diagnostic settings and guards of a vault, which the generated code does not declare. */
export async function readSurroundings(arm: ArmConnection, vaultId: string): Promise<string[]> {
  const notes: string[] = [];
  for (const { what, path, apiVersion, method } of KINDS) {
    const request = { path: `${vaultId}${path}`, apiVersion, about: `cannot list each ${what} of the vault`, optional: true };
    try {
      const found = await arm.list(request, (body) => read(named, body));
      for (const { name, id } of found) {
        notes.push(`The vault has the ${what} ${quoted(name ?? id ?? "")}, which stays as it is; see vault.${method}.`);
      }
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      notes.push(`The vault may have a ${what}, which could not be read (${error.status ?? "no answer"}); see vault.${method}.`);
    }
  }
  return notes;
}

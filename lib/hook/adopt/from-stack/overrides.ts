import { quoted } from "../code/escaped";
import { call, type Code, text } from "../code/printed";
import type { Writer } from "./writer";

/** An argument that an override keeps. */
export type Override = readonly [name: string, value: unknown];

/** Statements that keep arguments for which there is no prop. */
export function overrideCode(variable: string, overrides: readonly Override[], writer: Writer): Code[] {
  return overrides.map(([name, value]) => [call(`${variable}.resource.addOverride`, [text(name), writer.value(value)]), ";"]);
}

export function overrideNote(subject: string, overrides: readonly Override[]): string {
  const names = overrides.map(([name]) => quoted(name)).join(", ");
  return `${subject}: the library has no prop for ${names} with this value; an override keeps it.`;
}

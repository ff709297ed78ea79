import { caseFold } from "../../../lib/azure/case-fold";
import { type Answer, ArmClient } from "./arm-client";

/** Reads in place of writing. A resource must exist, and have all that the writes would leave: a difference is a change of a second plan. */
export class PlanningArmClient extends ArmClient {
  private readonly writes = new Map<string, { readonly apiVersion: string; readonly body: object }>();

  override async mustNotExist(path: string, apiVersion: string): Promise<void> {
    await this.read(path, apiVersion);
  }

  override write(_method: "PUT" | "PATCH" | "DELETE", path: string, apiVersion: string, body: object = {}): Promise<Answer> {
    // azurerm creates some resources by several requests, of which a later one changes what an earlier one sent.
    this.writes.set(path, { apiVersion, body: merged(this.writes.get(path)?.body ?? {}, body) });
    return this.get(path, apiVersion);
  }

  /** Returns what differs from what the writes would leave. */
  async differences(): Promise<string[]> {
    const found: string[] = [];
    for (const [path, { apiVersion, body }] of this.writes) {
      found.push(...differencesOf(body, (await this.get(path, apiVersion)).body, path));
    }
    return found;
  }
}

/** Lists are replaced, as by a PATCH. */
function merged(before: object, after: object): object {
  const result: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(after)) {
    const old = result[key];
    const both = [old, value].every((one) => typeof one === "object" && one !== null && !Array.isArray(one));
    result[key] = both ? merged(old as object, value as object) : value;
  }
  return result;
}

/** Where an answer lacks something that a request sends, or has another value. */
export function differencesOf(sent: unknown, received: unknown, path = ""): string[] {
  if (sent === null || sent === undefined || isSame(sent, received)) return [];
  if (typeof sent !== "object") return [`${path}: sent ${JSON.stringify(sent)}, got ${JSON.stringify(received)}`];
  const others = (typeof received === "object" && received !== null ? received : {}) as Record<string, unknown>;
  return Object.entries(sent).flatMap(([key, value]) => differencesOf(value, others[key] ?? byId(others, key), `${path}/${key}`));
}

/** Azure ignores the case of ids, also of those that are keys. */
function byId(values: Record<string, unknown>, id: string): unknown {
  return Object.entries(values).find(([key]) => caseFold(key) === caseFold(id))?.[1];
}

function isSame(sent: unknown, received: unknown): boolean {
  if (sent === received) return true;
  // What is off is left out of an answer.
  if (received === undefined) return sent === "" || sent === "None" || sent === false;
  if (typeof sent !== "string" || typeof received !== "string") return false;
  if (/^\d{2}:\d{2}:00Z$/.test(sent)) return received.endsWith(`T${sent}`);
  return sent.startsWith("/") && caseFold(sent) === caseFold(received);
}

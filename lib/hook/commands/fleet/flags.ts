import { InvalidArgumentError } from "commander";
import { GUID } from "../../../azure/guid";
import { TIER_NAME } from "../../../contract/fleet/fleet-vm";

/** Parses the name of a tier. A repeated flag adds tiers. */
export function tierName(text: string, before: readonly string[] = []): string[] {
  if (TIER_NAME.test(text)) return [...before, text];
  throw new InvalidArgumentError("it must be 1 to 50 letters, digits and '-', starting with a letter");
}

/** Parses a region. A repeated flag adds regions. */
export function region(text: string, before: readonly string[] = []): string[] {
  if (/^[a-z\d]+( [a-z\d]+)*$/i.test(text)) return [...before, text];
  throw new InvalidArgumentError("it must be an Azure region, such as westeurope");
}

/** Parses the id of a subscription. */
export function subscription(text: string): string {
  if (GUID.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError("it must be the GUID of a subscription");
}

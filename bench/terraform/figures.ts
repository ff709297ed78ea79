import type { Figure } from "../constructs/figures";
import type { Metric } from "../constructs/sample";
import { FOR_EACH, FOR_EACH_OVER_VMS, OURS, OVERRIDES, SINGLE } from "./contenders";
import { FORMS, WITH_DECLARED_VMS } from "./forms";
import { sampleKey, type Step } from "./sessions";

/** What a plan may cost, beside single resources without a provider. */
const LIMITS = { plan: 2.5, "no-change plan": 3.2 } as const;
export const BESIDE_FOR_EACH = 1.15;
export const GROWTH = 15;
const MEMORY = 1.1;
const WITH_AZURERM = 1.25;

/** One figure of ours beside another contender. */
function beside(other: string, vms: string, step: Step, limit: number, metric: Metric = "milliseconds", ours = OURS): Figure {
  const what = metric === "peakBytes" ? `memory of the ${step}` : step;
  const title = `${what}, ${vms} VMs${ours === OURS ? "" : " with overrides"}, beside ${other}`;
  return { title, metric, ours: sampleKey(ours, vms, step), beside: sampleKey(other, vms, step), limit };
}

function size(what: string, step: Step): Figure {
  return { ...beside(SINGLE, "1,000", step, 1.1, "jsonBytes"), title: `${what}, 1,000 VMs, beside ${SINGLE}` };
}

/**
 * How much more a step costs for ten times the VMs. The best `for_each` by hand, over the same kind of VMs, has no limit; what it grows by
 * is allowed to the others.
 */
export function growth(name: string, step: Step): Figure {
  const title = `growth of the ${step} from 100 to 1,000 VMs, ${name}`;
  const figure = {
    title,
    metric: "milliseconds",
    ours: sampleKey(name, "1,000", step),
    beside: sampleKey(name, "100", step),
  } as const;
  if (name === FOR_EACH || name === FOR_EACH_OVER_VMS) return { ...figure, limit: Infinity };
  const byHand = WITH_DECLARED_VMS.includes(name) ? FOR_EACH_OVER_VMS : FOR_EACH;
  return { ...figure, limit: GROWTH, orAtMost: { figure: growth(byHand, step), times: BESIDE_FOR_EACH } };
}

const ofPlans = (vms: string): Figure[] => [
  beside(SINGLE, vms, "plan", LIMITS.plan),
  beside(SINGLE, vms, "no-change plan", LIMITS["no-change plan"]),
  beside(SINGLE, vms, "plan", MEMORY, "peakBytes"),
  beside(SINGLE, vms, "no-change plan", MEMORY, "peakBytes"),
];

const besideForEach = (vms: string): Figure[] => [
  beside(FOR_EACH, vms, "plan", BESIDE_FOR_EACH),
  beside(FOR_EACH, vms, "apply", BESIDE_FOR_EACH),
  beside(FOR_EACH, vms, "no-change plan", BESIDE_FOR_EACH),
];

const whole = (vms: string): Figure[] => [...ofPlans(vms), beside(SINGLE, vms, "apply", Infinity), ...besideForEach(vms)];

/** What CI holds. */
export const SHORT: readonly Figure[] = [
  ...ofPlans("1,000"),
  beside(FOR_EACH, "1,000", "plan", BESIDE_FOR_EACH),
  beside(FOR_EACH, "1,000", "no-change plan", BESIDE_FOR_EACH),
  growth(OURS, "plan"),
];

/** What is measured of up to 1,000 VMs. */
export const WHOLE: readonly Figure[] = [
  ...whole("100"),
  ...whole("1,000"),
  beside(SINGLE, "1,000", "plan", LIMITS.plan, "milliseconds", OVERRIDES),
  beside(SINGLE, "1,000", "no-change plan", LIMITS["no-change plan"], "milliseconds", OVERRIDES),
  beside(SINGLE, "1,000", "plan of one VM more", LIMITS["no-change plan"]),
  beside(SINGLE, "1,000", "plan of one VM's disks", LIMITS["no-change plan"]),
  size("plan file", "plan"),
  size("state", "apply"),
  growth(OURS, "no-change plan"),
  growth(FOR_EACH, "no-change plan"),
  growth(FOR_EACH, "plan"),
  growth(OURS, "plan"),
  growth(FOR_EACH_OVER_VMS, "plan"),
  ...Object.keys(FORMS).map((form) => growth(form, "plan")),
];

/** What is measured of more VMs than a vault takes. */
export const SHARDS: readonly Figure[] = whole("5,000");

/** What a user waits for, step by step, and how long the CLI of cdktf takes for it as a whole process. */
export const WAITS: readonly Figure[] = (
  ["cdktf synth", "validate", "plan", "apply", "no-change plan", "cdktf diff", "cdktf deploy"] as const
).map((step) => ({ ...beside(SINGLE, "1,000", step, Infinity), title: step }));

/** What is measured with azurerm. */
export const AZURERM: readonly Figure[] = (["plan", "no-change plan", "apply"] as const).map((step) => ({
  title: `${step}, 1,000 VMs with azurerm, beside ${SINGLE}`,
  metric: "milliseconds",
  ours: sampleKey(`${OURS} with azurerm`, "1,000", step),
  beside: sampleKey(`${SINGLE} with azurerm`, "1,000", step),
  limit: step === "apply" ? Infinity : WITH_AZURERM,
}));

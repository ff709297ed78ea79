import { type IResolvable, type IResolveContext, Lazy } from "cdktf";
import type { Construct } from "constructs";
import { expression } from "../private/expression";
import { localValue } from "../private/local-value";
import { memberPath, problem, throwIfInvalid } from "../private/problems";
import { duplicateVmProblems } from "./protection-rules";
import type { VmsByKey, VmsOrSearch } from "./vms-by-key";

/** References to the local values with the ids of VMs by key. */
export interface VmIds {
  /** All ids. The resource iterates over them. */
  readonly all: string;
  /** The ids by part. Each part has its own check, so that an id that the plan does not know does not delay the check of the literals. */
  readonly parts: Readonly<Record<string, string>>;
  /** Whether every id is known during synthesis. */
  readonly isKnown?: boolean;
}

/** Declares the ids of VMs by key, a line for each VM. */
export function declareVmIds(scope: Construct, vms: VmsOrSearch): VmIds {
  if (typeof vms === "function") return onePart(localValue(scope, "VmIds", referencedIds(scope, vms)));
  const literal: Record<string, string> = {};
  let areKnown = true;
  for (const [key, vm] of Object.entries(vms)) {
    if (vm._known) literal[key] = vm._id;
    else areKnown = false;
  }
  if (areKnown) return { ...onePart(localValue(scope, "VmIds", literalIds(literal))), isKnown: true };
  return declareReferencedIds(scope, vms, literal);
}

function declareReferencedIds(scope: Construct, vms: VmsByKey, literal: Readonly<Record<string, string>>): VmIds {
  const referenced = referencedIds(scope, () => vms);
  if (Object.keys(literal).length === 0) return onePart(localValue(scope, "VmIds", referenced));
  const parts = {
    Literal: localValue(scope, "LiteralVmIds", literalIds(literal)),
    Referenced: localValue(scope, "ReferencedVmIds", referenced),
  };
  return { all: localValue(scope, "VmIds", expression`merge(${parts.Literal}, ${parts.Referenced})`), parts };
}

/** The ids as one part. */
export function onePart(all: string): VmIds {
  return { all, parts: { "": all } };
}

/** Hides literals from cdktf, which would search each of them for tokens: literals contain none. */
function literalIds(ids: Readonly<Record<string, string>>): IResolvable {
  const produce = (context: IResolveContext) => {
    context.registerPostProcessor({ postProcess: () => ids });
    return {};
  };
  return Lazy.anyValue({ produce });
}

function referencedIds(scope: Construct, vms: () => VmsByKey): IResolvable {
  const produce = (context: IResolveContext) => {
    const all = Object.entries(vms()).map(([key, { _id, _known }]) => ({
      id: [key, context.resolve(_id) as string] as const,
      isKnown: _known,
    }));
    const ids = all.map(({ id }) => id);
    throwIfInvalid(`ProtectedVms '${scope.node.path}'`, [...iteratorProblems(ids), ...duplicateVmProblems(ids)]);
    return Object.fromEntries(all.filter(({ isKnown }) => !isKnown).map(({ id }) => id));
  };
  return Lazy.anyValue({ produce });
}

/** Only the resource that iterates knows the values of an iterator. */
function iteratorProblems(ids: readonly (readonly [key: string, vmId: string])[]): string[] {
  const ofIterator = ids.filter(([, id]) => /\$\{.*(?<![\w.-])each\.(key|value)\b/.test(id));
  const rule = { allowed: "the id of one VM", remedy: "use VmSelection.forEach(iterator, vm) as the selection, in place of vms" };
  return ofIterator.map(([key, id]) => problem(memberPath("vms", key), id, rule));
}

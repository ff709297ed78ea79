import { TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isLiteral } from "../private/problems";
import type { Tags } from "./tag-rule";

/** The resource types with which azurerm creates a virtual machine. */
const TYPES = new Set(["azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine", "azurerm_virtual_machine"]);

/** A virtual machine that the app declares. */
export interface VmConstruct {
  readonly resource: TerraformResource & { readonly id: string };
  /** Its path below the scope that was searched, built like its address. */
  readonly key: string;
  /** Its name in Azure; undefined if only the deployment knows. */
  readonly name: string | undefined;
  readonly tags: Tags | undefined;
  /** The stack that declares it. */
  readonly stack: TerraformStack;
}

/** Returns the virtual machines declared below a scope so far, in the order of declaration. */
export function vmConstructsBelow(scope: IConstruct): VmConstruct[] {
  return scope.node.findAll().flatMap((construct) => {
    if (!isVmConstruct(construct)) return [];
    const { tagsInput } = construct as { tagsInput?: Tags };
    return [
      {
        resource: construct,
        key: keyOf(construct, scope),
        name: vmNameOf(construct),
        tags: tagsInput,
        stack: TerraformStack.of(construct),
      },
    ];
  });
}

/** Whether a construct is a virtual machine of azurerm. */
export function isVmConstruct(construct: IConstruct): construct is VmConstruct["resource"] {
  return TerraformResource.isTerraformResource(construct) && TYPES.has(construct.terraformResourceType);
}

/** A VM's name in Azure; undefined if only the deployment knows it. */
export function vmNameOf(vm: IConstruct): string | undefined {
  const { nameInput } = vm as { nameInput?: string };
  return isLiteral(nameInput) ? nameInput : undefined;
}

/** Ids that cdktf leaves out of an address. */
function keyOf(construct: IConstruct, scope: IConstruct): string {
  const { scopes } = construct.node;
  const path = scopes.slice(scopes.indexOf(scope) + 1).map(({ node }) => node.id);
  const telling = path.filter((id) => id !== "Resource" && id !== "Default");
  return (telling.length > 0 ? telling : [scope.node.id])
    .join("/")
    .replace(/[^-A-Za-z0-9._/]/g, "-")
    .replace(/^[-./]+(?=.)/, "");
}

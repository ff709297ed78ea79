/** How long the backups of a VM are kept. */
export type Tier = "gold" | "silver";

/** The VMs of a resource group. */
export interface VmGroup {
  readonly resourceGroup: string;
  readonly tier: Tier;
  readonly names: readonly string[];
}

/** Sixty VMs. A name is part of an address in Terraform: a renamed VM is another VM. */
export const VM_GROUPS: readonly VmGroup[] = [
  {
    resourceGroup: "rg-shop",
    tier: "gold",
    names: [
      ...["shop-db01", "shop-db02", "shop-db03", "shop-db04", "shop-search01", "shop-search02"],
      ...["shop-web01", "shop-web02", "shop-web03", "shop-web04", "shop-web05", "shop-web06", "shop-web07", "shop-web08"],
      ...["shop-queue01", "shop-queue02", "shop-cache01", "shop-cache02", "shop-batch01", "shop-batch02"],
    ],
  },
  {
    resourceGroup: "rg-erp",
    tier: "gold",
    names: [
      ...["erp-db01", "erp-db02", "erp-app01", "erp-app02", "erp-app03", "erp-app04", "erp-print01", "erp-print02"],
      ...["erp-report01", "erp-report02", "erp-gateway01", "erp-gateway02"],
    ],
  },
  {
    resourceGroup: "rg-build",
    tier: "silver",
    names: [
      ...["build-01", "build-02", "build-03", "build-04", "build-05", "build-06", "build-07", "build-08", "build-09"],
      ...["build-10", "build-11", "build-12", "build-13", "build-14", "build-15", "build-16", "registry-01", "registry-02"],
    ],
  },
  {
    resourceGroup: "rg-office",
    tier: "silver",
    names: [...["dc01", "dc02", "file01", "file02", "print01", "jump01", "jump02", "wiki01", "mail01", "mail02"]],
  },
];

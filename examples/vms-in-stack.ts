import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { LinuxVirtualMachine } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import { NetworkInterface } from "@cdktf/provider-azurerm/lib/network-interface";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { Subnet } from "@cdktf/provider-azurerm/lib/subnet";
import { VirtualNetwork } from "@cdktf/provider-azurerm/lib/virtual-network";
import { App, TerraformStack } from "cdktf";
import { AzurermProviderVersion, RecoveryPointRetention, SourceVm, VmBackup, VmBackupPolicyPreset } from "cdktf-azure-vm-backup";
import type { Construct } from "constructs";

/** Put in your own public key: nobody has the private one. */
const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILbS1fD3G/A5aXES7vs7yvZuZYtfnT3QASk1Rfc0w/nz";
const IMAGE = { publisher: "Debian", offer: "debian-12", sku: "12-gen2", version: "latest" };

/** A network with two Linux VMs, and their backup: the VMs have a recovery point when the first deployment ends. */
export class VmsInStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    new AzurermProvider(this, "azurerm", { features: [{}] });
    AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0");

    const { name: resourceGroupName, location } = new ResourceGroup(this, "group", { name: "rg-shop", location: "westeurope" });
    const place = { resourceGroupName, location };
    const network = new VirtualNetwork(this, "network", { ...place, name: "vnet-shop", addressSpace: ["10.0.0.0/16"] });
    const subnetOf = { resourceGroupName, virtualNetworkName: network.name, addressPrefixes: ["10.0.0.0/24"] };
    const subnet = new Subnet(this, "subnet", { ...subnetOf, name: "vms" });

    const machine = (name: string): SourceVm => {
      const ipConfiguration = [{ name: "internal", subnetId: subnet.id, privateIpAddressAllocation: "Dynamic" }];
      const nic = new NetworkInterface(this, `${name}-nic`, { ...place, name: `nic-${name}`, ipConfiguration });
      const vm = new LinuxVirtualMachine(this, name, {
        ...place,
        name: `vm-${name}`,
        size: "Standard_D2s_v5",
        networkInterfaceIds: [nic.id],
        adminUsername: "operator",
        adminSshKey: [{ username: "operator", publicKey: PUBLIC_KEY }],
        osDisk: { caching: "ReadWrite", storageAccountType: "Premium_LRS" },
        sourceImageReference: IMAGE,
      });
      return SourceVm.fromConstruct(vm);
    };

    new VmBackup(this, "backup", {
      vault: { ...place, vaultName: "vault-shop" },
      policy: VmBackupPolicyPreset.daily30Days({ time: "22:00" }),
      vms: { web: machine("web"), db: machine("db") },
      initialBackup: { retention: RecoveryPointRetention.days(60) },
    });
  }
}

if (require.main === module) {
  const app = new App();
  new VmsInStack(app, "vms-in-stack");
  app.synth();
}

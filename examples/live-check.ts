import { LinuxVirtualMachine } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import { NetworkInterface } from "@cdktf/provider-azurerm/lib/network-interface";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { Subnet } from "@cdktf/provider-azurerm/lib/subnet";
import { VirtualNetwork } from "@cdktf/provider-azurerm/lib/virtual-network";
import { App, TerraformStack } from "cdktf";
import * as backup from "cdktf-azure-vm-backup";
import type { Construct } from "constructs";

/** Nobody has the private key. */
const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILbS1fD3G/A5aXES7vs7yvZuZYtfnT3QASk1Rfc0w/nz";
const IMAGE = { publisher: "Debian", offer: "debian-12", sku: "12-gen2", version: "latest" };

/** What `azure-vm-backup live-check` deploys and destroys: a small VM without a public address, its backup and a restore drill. */
export class LiveCheckStack extends TerraformStack {
  constructor(scope: Construct, id: string, env: NodeJS.ProcessEnv = {}) {
    super(scope, id);
    const { LIVE_CHECK_NAME: name = "rg-live-check", LIVE_CHECK_LOCATION: location = "westeurope" } = env;
    const { LIVE_CHECK_SIZE: size = "Standard_B2ats_v2", LIVE_CHECK_EXPIRES: expires = "never" } = env;
    const tags = { "live-check": name, expires };
    // A destroy deletes the backups too, and what others put into the groups.
    const features = { resourceGroup: [{ preventDeletionIfContainsResources: false }], storage: [{ dataPlaneAvailable: false }] };
    const recoveryService = [backup.RecoveryServiceFeatures.deleteData()];
    new AzurermProvider(this, "azurerm", { features: [{ ...features, recoveryService }] });
    backup.AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0");

    const group = new ResourceGroup(this, "group", { name, location, tags });
    const place = { resourceGroupName: group.name, location, tags };
    const network = new VirtualNetwork(this, "network", { ...place, name: "vnet", addressSpace: ["10.0.0.0/24"] });
    const subnet = { resourceGroupName: group.name, virtualNetworkName: network.name, addressPrefixes: network.addressSpace };
    const subnetId = new Subnet(this, "subnet", { ...subnet, name: "vms" }).id;
    const ipConfiguration = [{ name: "internal", subnetId, privateIpAddressAllocation: "Dynamic" }];
    const nic = new NetworkInterface(this, "nic", { ...place, name: "nic", ipConfiguration });
    const osDisk = { caching: "ReadWrite", storageAccountType: "Standard_LRS" };
    const machine = { ...place, name: "vm-live-check", size, osDisk, networkInterfaceIds: [nic.id] };
    const login = { adminUsername: "operator", adminSshKey: [{ username: "operator", publicKey }] };
    const vm = new LinuxVirtualMachine(this, "vm", { ...machine, ...login, sourceImageReference: IMAGE });

    const retention = { dailyRetentionDays: 7, instantRestoreResourceGroup: { prefix: `${name}-snapshots-` } };
    const wait = { waitFor: backup.WaitFor.COMPLETED, timeoutMinutes: 360, runInDeployment: true };
    const ownVault = { redundancy: backup.StorageRedundancy.local(), lifecycle: { preventDestroy: false } };
    const { protectedVms } = new backup.VmBackup(this, "backup", {
      vault: { ...place, vaultName: "vault-live-check", ...ownVault },
      policy: { schedule: backup.BackupSchedule.daily({ time: "22:00" }), ...retention },
      vms: { vm: backup.SourceVm.fromConstruct(vm) },
      removal: backup.RemovalPolicy.DELETE,
      initialBackup: { ...wait, retention: backup.RecoveryPointRetention.days(7), outputName: "initial_backup" },
    });
    const scratch = { scratchResourceGroupName: `${name}-drill`, outputName: "restore_drill" };
    new backup.RestoreDrill(this, "drill", { protectedVms: [protectedVms], ...scratch, tags, timeoutMinutes: 240 });
  }
}

if (require.main === module) {
  const app = new App();
  new LiveCheckStack(app, "live-check", process.env);
  app.synth();
}

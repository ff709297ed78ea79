import { TerraformStack } from "cdktf";
import type { Sample } from "../constructs/sample";
import { startAzure, withAzurerm } from "./azurerm";
import { CdktfProcess } from "./cdktf-process";
import {
  CONTENDERS,
  type Contender,
  FOR_EACH,
  FOR_EACH_OVER_VMS,
  inShards,
  OURS,
  SINGLE,
  standIns,
  synthesized,
} from "./contenders";
import { bestForEachOverVms } from "./by-hand";
import { type Form, FORMS } from "./forms";
import type { StateServer } from "./state-server";
import { Terraform } from "./terraform";

/** What was measured, by contender, number of VMs and step; see {@link sampleKey}. */
export type Samples = Map<string, Sample[]>;

export type Step =
  | "cdktf synth"
  | "cdktf diff"
  | "cdktf deploy"
  | "validate"
  | "plan"
  | "apply"
  | "no-change plan"
  | "plan of one VM more"
  | "plan of one VM's disks";

/** Names what is measured, as the figures refer to it. */
export function sampleKey(contender: string, vms: string, step: Step): string {
  return `${contender}, ${vms} VMs, ${step}`;
}

/** Plans and applies, of which each contender takes a turn, round after round. */
export class Sessions {
  readonly samples: Samples = new Map();

  constructor(private readonly states: StateServer) {}

  /** Everything that a stack goes through, and two changes of it. */
  async whole(vms: number): Promise<void> {
    for (const [name, contender] of Object.entries(CONTENDERS)) {
      await this.session(name, vms, standIns(document(contender, vms), vms), async (terraform, record) => {
        await planAndApply(terraform, record);
        if (name !== OURS && name !== SINGLE) return;
        await terraform.write(standIns(document(contender, vms + 1), vms + 1));
        await record("plan of one VM more", terraform.plan());
        await terraform.write(standIns(document(contender, vms, [vms / 2]), vms));
        await record("plan of one VM's disks", terraform.plan());
      });
    }
  }

  /** A plan, an apply and a plan without changes. */
  async brief(vms: number): Promise<void> {
    for (const name of [OURS, SINGLE, FOR_EACH]) await this.cycle(name, vms, CONTENDERS[name] as Contender);
  }

  /** More VMs than a vault takes. */
  async shards(vms: number): Promise<void> {
    for (const name of [OURS, SINGLE, FOR_EACH]) await this.cycle(name, vms, inShards(CONTENDERS[name] as Contender));
  }

  /** The create plan of forms. */
  async forms(
    vms: number,
    forms: Readonly<Record<string, Form>> = { ...FORMS, [FOR_EACH_OVER_VMS]: bestForEachOverVms },
  ): Promise<void> {
    for (const [name, form] of Object.entries(forms)) {
      await this.session(name, vms, standIns(document(form, vms), vms), async (terraform, record) => {
        await record("plan", terraform.plan());
      });
    }
  }

  /** The same with the real azurerm. */
  async azurerm(vms: number): Promise<void> {
    for (const name of [OURS, SINGLE]) {
      const azure = await startAzure(vms);
      try {
        const json = withAzurerm(document(CONTENDERS[name] as Contender, vms));
        await this.session(`${name} with azurerm`, vms, json, planAndApply, azure.environment());
      } finally {
        await azure.stop();
      }
    }
  }

  /** Each step of a deployment, and the CLI of cdktf as a whole process. */
  async waits(vms: number): Promise<void> {
    for (const name of [OURS, SINGLE]) {
      const json = standIns(document(CONTENDERS[name] as Contender, vms), vms);
      await this.session(name, vms, json, async (terraform, record) => {
        await record("validate", terraform.validate());
        await planAndApply(terraform, record);
      });
      const cdktf = await CdktfProcess.create(this.states, name, vms);
      try {
        await this.record(name, vms, "cdktf synth", cdktf.run("synth"));
        await this.record(name, vms, "cdktf diff", cdktf.run("diff"));
        await this.record(name, vms, "cdktf deploy", cdktf.run("deploy", "--auto-approve"));
      } finally {
        await cdktf.remove();
      }
    }
  }

  private cycle(name: string, vms: number, contender: Contender): Promise<void> {
    return this.session(name, vms, standIns(document(contender, vms), vms), planAndApply);
  }

  private async session(
    name: string,
    vms: number,
    json: string,
    work: (terraform: Terraform, record: Recorder) => Promise<void>,
    env?: NodeJS.ProcessEnv,
  ): Promise<void> {
    const terraform = await Terraform.create(this.states, env);
    try {
      await terraform.write(json);
      await terraform.init();
      await work(terraform, (step, sample) => this.record(name, vms, step, sample));
    } finally {
      await terraform.remove();
    }
  }

  private async record(name: string, vms: number, step: Step, sample: Promise<Sample>): Promise<void> {
    const key = sampleKey(name, vms.toLocaleString("en"), step);
    this.samples.set(key, [...(this.samples.get(key) ?? []), await sample]);
  }
}

type Recorder = (step: Step, sample: Promise<Sample>) => Promise<void>;

async function planAndApply(terraform: Terraform, record: Recorder): Promise<void> {
  await record("plan", terraform.plan());
  await record("apply", terraform.apply());
  await record("no-change plan", terraform.plan());
}

function document(contender: Contender, vms: number, ownDisks?: readonly number[]): string {
  return synthesized((stack: TerraformStack) => {
    contender(stack, vms, 0, ownDisks);
  });
}

import type { BusinessProcess } from '../automation/businessProcess';
import { demoTemplates } from '../automation/demoTemplates';
import type { AutomationRule } from '../automation/rule';
import type { RuleRun } from '../automation/ruleRun';
import { startAutomations } from '../automation/stageAutomation';
import type { ProcessTemplate } from '../automation/template';
import type { Delivery } from '../events/delivery';
import { DeliveryQueue } from '../events/deliveryQueue';
import type { EventHandler } from '../events/handler';
import { Hit } from '../events/hit';
import type { Actor } from '../events/raise';
import { Faults } from '../faults/faults';
import { LeakyBuckets } from '../limits/leakyBucket';
import { Load } from '../limits/load';
import { OperatingTime } from '../limits/operatingTime';
import { Workers } from '../limits/workers';
import { WorkTime } from '../limits/workTime';
import { TokenStore } from '../oauth/tokenStore';
import { OfflineNotices } from '../offline/notices';
import type { OfflineEvent } from '../offline/offlineEvent';
import type { PhpMap } from '../php/values';
import { PullServer } from '../pull/pullServer';
import type { RecordKindName } from '../records/kinds';
import type { Change } from '../records/recordKind';
import type { RecordStore } from '../records/records';
import { PortalAddress } from './address';
import { type Application, newApplication } from './application';
import { Changes } from './changes';
import { isoSecond, PortalClock } from './clock';
import { noCounts } from './counters';
import { allFeatures } from './features';
import { randomHex } from './identifiers';
import {
	keepNewest,
	type LoggedRequest,
	type LoggedTokenRequest,
	type Push,
	type RealtimeEvent,
} from './logs';
import { demoUsers, type SandboxUser } from './users';

/** How a portal is set up. */
export interface PortalSettings {
	accessTokenLifetimeSeconds: number;
	application: Partial<Application>;
	/** Unix milliseconds. */
	clock: () => number;
	/** Entries that each log keeps. */
	logLimit: number;
}

/** An inbound webhook: `/rest/USER/CODE/METHOD` (docs/reference/bitrix24.md#inbound-webhooks). */
export interface InboundWebhook {
	userId: number;
	code: string;
	scopes: string[];
	/** false: switched off, or its time is over. */
	active?: boolean;
}

/**
 * How long the portal takes in real time, on top of its own work. It is the time of the way: it holds
 * no worker, and requests do not wait for each other.
 */
export interface Latency {
	/** Milliseconds of each REST request, refused ones too. */
	requestMs: number;
	/** Milliseconds of each method that is executed, alone or as a batch's command. */
	commandMs: number;
}

/** Everything the portal knows, in memory. What it does with it is in the other folders. */
export class Portal {
	readonly address = new PortalAddress();
	readonly memberId = randomHex(32);
	/** Signs event tokens. */
	readonly signingKey = randomHex(64);

	readonly users: SandboxUser[] = demoUsers();
	/** Who is signed in. */
	currentUserId = 1;
	readonly applications: Application[];
	lastApplicationId = 1;
	readonly inboundWebhooks: InboundWebhook[] = [];
	readonly tokens: TokenStore;

	readonly handlers: EventHandler[] = [];
	lastHandlerId = 0;
	/** Of all applications, oldest row first. */
	readonly offlineEvents: OfflineEvent[] = [];
	lastOfflineEventId = 0;
	readonly offlineNotices = new OfflineNotices(this);
	readonly features = allFeatures();
	/** What applications stored, by client id, or by client id and user: `CLIENT/7`. */
	readonly options: Record<string, PhpMap> = {};
	/** By kind and id. */
	readonly records: RecordStore = {};
	lastRecordId = 0;
	readonly rules: AutomationRule[] = [];
	readonly runs: RuleRun[] = [];
	readonly businessProcesses: BusinessProcess[] = [];
	/** Including automation rules on stages. */
	readonly templates: ProcessTemplate[];
	lastTemplateId: number;
	/** When the next waiting step closes by itself, unix milliseconds; undefined: none does, 0: not looked up yet. */
	nextTimeoutAt: number | undefined = 0;
	/** The stage in which each document was last seen, by ids such as `DEAL_5`. */
	readonly documentStages: Record<string, string | undefined> = {};

	/** The queue server that browsers listen to. */
	readonly pull: PullServer;
	readonly realtimeEvents: RealtimeEvent[] = [];
	readonly pushes: Push[] = [];
	readonly deliveries: Delivery[] = [];
	readonly requests: LoggedRequest[] = [];
	readonly tokenRequests: LoggedTokenRequest[] = [];
	readonly counters = noCounts();

	readonly faults = new Faults();
	readonly rateLimit: LeakyBuckets;
	readonly operatingTime: OperatingTime;
	readonly workers: Workers;
	readonly workTime = new WorkTime();
	readonly load: Load;
	/** Whether `time` has fractions of a second throughout (docs/reference/bitrix24.md#time-whole-seconds). */
	preciseTimes = false;
	latency: Latency = { requestMs: 0, commandMs: 0 };
	/** Milliseconds of real time that each answer of `/oauth/token/` takes. */
	tokenLatencyMs = 0;

	readonly changes = new Changes();
	readonly deliveryQueue: DeliveryQueue;
	readonly hit = new Hit();
	readonly clock: PortalClock;
	/** Unix milliseconds: the only time that anything in the portal reads. */
	readonly now: () => number;
	private readonly logLimit: number;

	constructor({ accessTokenLifetimeSeconds, application, clock, logLimit }: PortalSettings) {
		this.clock = new PortalClock(clock);
		this.now = this.clock.now;
		this.logLimit = logLimit;
		this.applications = [newApplication(application)];
		this.templates = demoTemplates(this.now());
		this.lastTemplateId = this.templates.length;
		this.tokens = new TokenStore(accessTokenLifetimeSeconds, this.now);
		this.rateLimit = new LeakyBuckets(this.now);
		this.operatingTime = new OperatingTime(this.now);
		this.workers = new Workers(() => {
			this.changes.announce();
		});
		this.load = new Load(this.workers);
		this.pull = new PullServer(
			this.now,
			() => {
				this.changes.announce();
			},
			logLimit,
		);
		this.deliveryQueue = new DeliveryQueue(
			(delivery) => {
				this.counters.deliveries += 1;
				this.log(this.deliveries, delivery);
			},
			() => {
				this.changes.announce();
			},
			this.now,
		);
	}

	/** Adds the entry to one of the portal's lists and says that something changed. */
	keep<T>(list: T[], entry: T): T {
		list.push(entry);
		this.changes.announce();
		return entry;
	}

	/** Adds the entry to a log, which forgets its oldest entries if it has too many. */
	log<T>(log: T[], entry: T): T {
		keepNewest(log, entry, this.logLimit);
		this.changes.announce();
		return entry;
	}

	/** Adds an application, with the next number. */
	addApplication(fields: Partial<Application> = {}): Application {
		this.lastApplicationId += 1;
		const application = newApplication({ id: this.lastApplicationId, ...fields });
		return this.keep(this.applications, application);
	}

	/** The application with that client id, if it exists. */
	findApplication(clientId: string): Application | undefined {
		return this.applications.find((application) => application.clientId === clientId);
	}

	/** The application with that client id; throws if there is none. */
	applicationOf(clientId: string): Application {
		const application = this.findApplication(clientId);
		if (!application) throw new Error(`The portal has no application ${clientId}`);
		return application;
	}

	/** Called for every new, changed and deleted record: starts the automation rules of its stage. */
	recordChanged(kind: RecordKindName, record: PhpMap, change: Change, actor: Actor): void {
		startAutomations(this, kind, record, change, actor);
	}

	/** The rule with that code; throws if there is none. */
	ruleOf(code: string): AutomationRule {
		const rule = this.rules.find((known) => known.code === code);
		if (!rule) throw new Error(`The portal has no automation rule ${code}`);
		return rule;
	}

	/** The user with that id, if there is one. */
	findUser(id: number): SandboxUser | undefined {
		return this.users.find((user) => user.id === id);
	}

	/** Unix seconds. */
	unixTime(): number {
		return Math.floor(this.now() / 1000);
	}

	/** Now in the portal's time zone, as its answers spell it. */
	isoTime(unixMs: number = this.now()): string {
		return isoSecond(Math.floor(unixMs / 1000));
	}
}

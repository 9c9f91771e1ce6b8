import type { AutomationRule } from '../automation/rule';
import type { RuleRun } from '../automation/ruleRun';
import { emptyCrm } from '../crm/records';
import { type Delivery, DeliveryQueue } from '../events/deliveryQueue';
import type { EventHandler } from '../events/handler';
import { Faults } from '../faults/faults';
import { LeakyBuckets } from '../limits/leakyBucket';
import { OperatingTime } from '../limits/operatingTime';
import { TokenStore } from '../oauth/tokenStore';
import type { Latency } from '../rest/latency';
import { PortalAddress } from './address';
import { type Application, newApplication } from './application';
import { Changes } from './changes';
import { noCounts } from './counters';
import { randomHex } from './identifiers';
import type { InboundWebhook } from './inboundWebhook';
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

/** Everything the portal knows, in memory. What it does with it stands in the other folders. */
export class Portal {
	readonly address = new PortalAddress();
	readonly memberId = randomHex(32);
	/** Signs event tokens. */
	readonly signingKey = randomHex(64);

	readonly users: SandboxUser[] = demoUsers();
	/** Who is signed in. */
	currentUserId = 1;
	readonly applications: Application[];
	readonly inboundWebhooks: InboundWebhook[] = [];
	readonly tokens: TokenStore;

	readonly handlers: EventHandler[] = [];
	lastHandlerId = 0;
	readonly crm = emptyCrm();
	lastRecordId = 0;
	readonly rules: AutomationRule[] = [];
	readonly runs: RuleRun[] = [];

	readonly realtimeEvents: RealtimeEvent[] = [];
	readonly pushes: Push[] = [];
	readonly deliveries: Delivery[] = [];
	readonly requests: LoggedRequest[] = [];
	readonly tokenRequests: LoggedTokenRequest[] = [];
	readonly counters = noCounts();

	readonly faults = new Faults();
	readonly rateLimit: LeakyBuckets;
	readonly operatingTime: OperatingTime;
	latency: Latency = { requestMs: 0, commandMs: 0 };
	/** Milliseconds of real time that each answer of `/oauth/token/` takes. */
	tokenLatencyMs = 0;

	readonly changes = new Changes();
	readonly deliveryQueue: DeliveryQueue;
	readonly now: () => number;
	private readonly logLimit: number;

	constructor({ accessTokenLifetimeSeconds, application, clock, logLimit }: PortalSettings) {
		this.now = clock;
		this.logLimit = logLimit;
		this.applications = [newApplication(application)];
		this.tokens = new TokenStore(accessTokenLifetimeSeconds, clock);
		this.rateLimit = new LeakyBuckets(clock);
		this.operatingTime = new OperatingTime(clock);
		this.deliveryQueue = new DeliveryQueue(
			(delivery) => {
				this.counters.deliveries += 1;
				this.log(this.deliveries, delivery);
			},
			() => {
				this.changes.announce();
			},
			clock,
		);
	}

	/** Adds the entry to one of the portal's lists and says that something changed. */
	keep<T>(list: T[], entry: T): T {
		list.push(entry);
		this.changes.announce();
		return entry;
	}

	/** Adds the entry to a log, whose oldest entries go where there are too many. */
	log<T>(log: T[], entry: T): T {
		keepNewest(log, entry, this.logLimit);
		this.changes.announce();
		return entry;
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
		return new Date(unixMs).toISOString().replace(/\.\d+Z$/, '+00:00');
	}
}

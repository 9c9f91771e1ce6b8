import type { AutomationRule } from '../automation/rule';
import type { RuleRun } from '../automation/ruleRun';
import { emptyCrm } from '../crm/records';
import { DeliveryQueue } from '../events/deliveryQueue';
import type { EventHandler } from '../events/handler';
import { TokenStore } from '../oauth/tokenStore';
import { type Application, newApplication } from './application';
import { Changes } from './changes';
import { randomHex } from './identifiers';
import type { InboundWebhook } from './inboundWebhook';
import type { LoggedRequest, LoggedTokenRequest, Push, RealtimeEvent } from './logs';
import { demoUsers, type SandboxUser } from './users';

/** How a portal is set up. */
export interface PortalSettings {
	accessTokenLifetimeSeconds: number;
	application: Partial<Application>;
	/** Unix milliseconds. */
	clock: () => number;
}

/** Everything the portal knows, in memory. What it does with it stands in the other folders. */
export class Portal {
	/** `http://127.0.0.1:PORT`, set as soon as it listens. */
	origin = '';
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
	readonly requests: LoggedRequest[] = [];
	readonly tokenRequests: LoggedTokenRequest[] = [];

	readonly changes = new Changes();
	readonly deliveryQueue: DeliveryQueue;
	readonly now: () => number;

	constructor({ accessTokenLifetimeSeconds, application, clock }: PortalSettings) {
		this.now = clock;
		this.applications = [newApplication(application)];
		this.tokens = new TokenStore(accessTokenLifetimeSeconds, clock);
		this.deliveryQueue = new DeliveryQueue(() => {
			this.changes.announce();
		}, clock);
	}

	/** `127.0.0.1:PORT`, of the portal and of the authorization server. */
	get host(): string {
		return this.origin.replace(/^https?:\/\//, '');
	}

	/** `http://127.0.0.1:PORT/rest/`, the client_endpoint and the server_endpoint. */
	get endpoint(): string {
		return `${this.origin}/rest/`;
	}

	/** Adds the entry to one of the portal's lists and says that something changed. */
	keep<T>(list: T[], entry: T): T {
		list.push(entry);
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

import {
	type Fault,
	type FaultAnswer,
	hits,
	spelledOut,
	type TokenFault,
	type TokenFaultAnswer,
} from './fault';
import { Plan } from './plan';

/** How a single command is refused, alone or in a batch. */
export interface CommandFault {
	/** Only calls of this method are hit. */
	method: string;
	error: string;
	error_description: string;
	/** Status of the answer if the call is not in a batch, 400 by default. */
	status?: number;
}

/** Faults planned for the next requests. Several plans of a kind are used up in their order. */
export class Faults {
	private readonly requests = new Plan<FaultAnswer>();
	private readonly commands = new Plan<CommandFault>();
	private readonly lostResults = new Plan<number>();
	private readonly tokenRequests = new Plan<TokenFaultAnswer>();
	private newOrigin: string | undefined;

	/** The next `count` REST requests end like this, not executed unless the fault says so. */
	failNext(count: number, fault: Fault): void {
		this.requests.add(count, spelledOut(fault));
	}

	/** The next `count` commands of a method, alone or in a batch, are refused and not executed. */
	failCommands(count: number, fault: CommandFault): void {
		this.commands.add(count, fault);
	}

	/** The next batch's answer lacks all that belongs to its last `count` commands; they are executed. */
	dropFromBatch(count: number): void {
		this.lostResults.add(1, count);
	}

	/** The next `count` token requests end like this, not executed unless the fault says so. */
	failTokenRequests(count: number, fault: TokenFault): void {
		this.tokenRequests.add(count, spelledOut(fault));
	}

	/**
	 * Until cleared, REST requests at any other address are answered 302 to this one
	 * (docs/reference/bitrix24.md#rename-redirect).
	 */
	renamePortal(newOrigin: string): void {
		this.newOrigin = newOrigin;
	}

	/** Forgets what is planned, and the other address. */
	clear(): void {
		for (const plan of this.plans) plan.clear();
		this.newOrigin = undefined;
	}

	/** Requests, commands and batches that are still to be hit. */
	get left(): number {
		return this.plans.reduce((sum, { left }) => sum + left, 0);
	}

	/** The address that the portal pretends to have; undefined: none but its own. */
	get renamedTo(): string | undefined {
		return this.newOrigin;
	}

	/** Takes the fault for a request of that method with those commands; it counts as used. */
	take(request: { method: string; batch?: readonly string[] }): FaultAnswer | undefined {
		return this.requests.take((fault) => hits(fault, request));
	}

	/** Takes the fault for a single call of that method; it counts as used. */
	takeForCommand(method: string): CommandFault | undefined {
		return this.commands.take((fault) => fault.method.toLowerCase() === method.toLowerCase());
	}

	/** How many results the answer of this batch lacks; it counts as used. */
	takeLostResults(): number {
		return this.lostResults.take() ?? 0;
	}

	/** Takes the fault for a token request; it counts as used. */
	takeForTokenRequest(): TokenFaultAnswer | undefined {
		return this.tokenRequests.take();
	}

	private get plans(): ReadonlyArray<Plan<unknown>> {
		return [this.requests, this.commands, this.lostResults, this.tokenRequests] as Plan<unknown>[];
	}
}

import { isExpression, NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, INode, INodeExecutionData, NodeApiError } from 'n8n-workflow';

import type { RestCall } from '../transport/call';
import { toInputError, toNodeError } from '../transport/nodeError';
import { connect } from '../transport/send';
import { hints } from './hints';
import type { Operation } from './operation';
import { InputError } from '../forms/parameters';
import type { ItemParameters } from '../forms/parameters';
import { requestSettings } from './requestSettings';
import { findOperation } from './resources';
import { makeCalls } from './rounds';

type Described =
	{ readonly ok: true; readonly call: RestCall } | { readonly ok: false; readonly error: unknown };

/**
 * Runs the chosen operation for all items: describes every call first, so that a wrong input is
 * found before anything is sent, hands all of them to the transport at once, and turns the outcomes
 * into items in the order of the input.
 *
 * @throws for the first item that did not succeed, unless the node continues on fail: then that
 * item alone becomes `{ error }`
 */
export async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const operation = chosenOperation(context);
	const items = context.getInputData();
	if (items.length === 0) return [];
	const continues = context.continueOnFail();

	const settings = readSettings(context);
	const parameters = formReader(context);
	const described = items.map((_, index) => describeCall(operation, parameters(index)));
	const wrong = described.findIndex(({ ok }) => !ok);
	if (wrong !== -1 && !continues) throw nodeError(context.getNode(), described[wrong], wrong);

	const connected = await connect(context);
	if (!connected.ok) throw toNodeError(context.getNode(), connected.error);

	const { connection } = connected;
	const calls = described.flatMap((item) => (item.ok ? [item.call] : []));
	const made = await makeCalls(context, connection, calls, operation, {
		haltOnFailure: !continues,
		judge: operation.judge,
		...settings,
	});
	const notices = hints(connection, made);
	if (notices.length > 0) context.addExecutionHints(...notices);

	let next = 0;
	return described.flatMap((item, index) => {
		if (!item.ok) return [errorItem(nodeError(context.getNode(), item, index), index)];
		const last = made[next++];
		if (last === undefined)
			throw new NodeOperationError(context.getNode(), 'An outcome is missing.');
		const { call, outcome } = last;
		if (outcome.ok) {
			operation.succeeded?.(call);
			return outputItems(operation.output(outcome.result, call), index);
		}
		const error = toNodeError(context.getNode(), outcome.error, index);
		if (!continues) throw error;
		return [errorItem(error, index)];
	});
}

function chosenOperation(context: IExecuteFunctions): Operation {
	const resource = context.getNodeParameter('resource', 0);
	const name = context.getNodeParameter('operation', 0);
	const operation = findOperation(resource, name);
	if (operation !== undefined) return operation;
	throw new NodeOperationError(
		context.getNode(),
		`This version of the node has no operation "${name}" of "${resource}".`,
		{ description: 'Choose the operation again, or update the package.' },
	);
}

function readSettings(context: IExecuteFunctions): ReturnType<typeof requestSettings> {
	try {
		return requestSettings(context.getNodeParameter('requestSettings', 0, {}));
	} catch (error) {
		throw nodeError(context.getNode(), { ok: false, error }, 0);
	}
}

/** Reads the form; of thousands of items, a field without an expression is read once for all. */
function formReader(context: IExecuteFunctions): (index: number) => ItemParameters {
	const form = context.getNode().parameters;
	const constants = new Map<string, unknown>();
	return (index) => (name) => {
		if (holdsExpression(form[name])) return context.getNodeParameter(name, index, undefined);
		if (!constants.has(name)) constants.set(name, context.getNodeParameter(name, 0, undefined));
		return constants.get(name);
	};
}

function holdsExpression(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return isExpression(value);
	return Object.values(value).some(holdsExpression);
}

function describeCall(operation: Operation, parameters: ItemParameters): Described {
	try {
		return { ok: true, call: operation.call(parameters) };
	} catch (error) {
		return { ok: false, error };
	}
}

function outputItems(output: ReturnType<Operation['output']>, index: number): INodeExecutionData[] {
	const list = Array.isArray(output) ? output : [output];
	return list.map((json) => ({ json, pairedItem: { item: index } }));
}

/** n8n sends an item to the error output by its `error`, and only where that stands alone. */
function errorItem(error: NodeApiError | NodeOperationError, index: number): INodeExecutionData {
	const advice = error.description ?? '';
	return {
		json: { error: advice === '' ? error.message : `${error.message} ${advice}` },
		pairedItem: { item: index },
	};
}

function nodeError(
	node: INode,
	described: Described | undefined,
	itemIndex: number,
): NodeOperationError {
	const error = described?.ok === false ? described.error : undefined;
	if (error instanceof InputError) {
		return toInputError(node, error, itemIndex);
	}
	// An expression that could not be resolved: n8n's own words are the best there are.
	return new NodeOperationError(node, error instanceof Error ? error : String(error), {
		itemIndex,
	});
}

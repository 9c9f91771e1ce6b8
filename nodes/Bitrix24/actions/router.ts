import { isExpression, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import type { ItemParameters } from '../forms/parameters';
import { callWithFollowUps } from '../rest/client';
import { connect } from '../rest/connection';
import { toInputError, toNodeError } from '../rest/errors/nodeError';
import { isUnknown } from '../rest/errors/portalError';
import type { MadeCall, RestCall } from '../rest/types';
import { InputError } from '../values/problem';
import { hints } from './hints';
import type { Operation } from './operation';
import { requestSettings } from './requestSettings';
import { findOperation } from './resources';

type Described =
	{ readonly ok: true; readonly call: RestCall } | { readonly ok: false; readonly error: unknown };

/**
 * Runs the chosen operation for all items: describes every call first, so that a wrong input is found
 * before anything is sent, gives all of them to the client at once, and turns the outcomes into items
 * in the order of the input.
 *
 * @throws for the first item that did not succeed, unless the node continues on error: then only that
 * item becomes `{ error }`. If no item can be sent, each becomes an error: n8n would pass the input on
 * as if it had been sent
 */
export async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	try {
		return await runForItems(context, items);
	} catch (thrown) {
		if (!context.continueOnFail()) throw asNodeError(context.getNode(), thrown);
		const error = asNodeError(context.getNode(), thrown);
		return items.map((_, index) => errorItem(error, index));
	}
}

async function runForItems(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const operation = chosenOperation(context);
	if (items.length === 0) return [];
	const node = context.getNode();
	const continues = context.continueOnFail();

	const settings = requestSettings(context.getNodeParameter('requestSettings', 0, {}));
	const parameters = formReader(context);
	const described = items.map((_, index) => describeCall(operation, parameters(index)));
	const wrong = described.findIndex(({ ok }) => !ok);
	if (wrong !== -1 && !continues) throw descriptionError(node, described[wrong], wrong);

	const connected = await connect(context);
	if (!connected.ok) throw toNodeError(node, connected.error);

	const { connection } = connected;
	const calls = described.flatMap((item) => (item.ok ? [item.call] : []));
	const options = { haltOnFailure: !continues, judge: operation.judge, ...settings };
	const made = await callWithFollowUps(context, connection, calls, options, operation.followUp);
	const notices = hints(connection, made);
	if (notices.length > 0) context.addExecutionHints(...notices);
	if (!continues) throwFirstFailure(node, operation, made);

	const outcomes = made.values();
	return described.flatMap((item, index) => {
		if (!item.ok) return [errorItem(descriptionError(node, item, index), index)];
		const { value } = outcomes.next();
		if (value === undefined) throw new NodeOperationError(node, 'An outcome is missing.');
		const { call, outcome } = value;
		if (!outcome.ok) return [errorItem(toNodeError(node, outcome.error, index), index)];
		operation.succeeded?.(call);
		return outputItems(operation.output(outcome.result, call), index);
	});
}

/**
 * Throws for the first item that failed. The error says what became of the others, since running the
 * workflow again would repeat what was carried out.
 */
function throwFirstFailure(node: INode, operation: Operation, made: readonly MadeCall[]): void {
	const index = made.findIndex(({ outcome }) => !outcome.ok);
	const failed = made[index]?.outcome;
	if (failed === undefined || failed.ok) return;
	for (const { call, outcome } of made) if (outcome.ok) operation.succeeded?.(call);
	const { error } = failed;
	const others = whatBecameOfOthers(made, index);
	throw toNodeError(node, { ...error, advice: `${error.advice}${others}` }, index);
}

function whatBecameOfOthers(made: readonly MadeCall[], failed: number): string {
	const others = made.filter((_, index) => index !== failed);
	const done = others.filter(({ call, outcome }) => outcome.ok && !call.idempotent).length;
	const unknown = others.filter(
		({ call, outcome }) => !outcome.ok && !call.idempotent && isUnknown(outcome.error),
	).length;
	const parts = [
		...(done > 0 ? [`${done} were carried out`] : []),
		...(unknown > 0 ? [`${unknown} may have been`] : []),
	];
	if (parts.length === 0) return '';
	return ` Of the other ${others.length} items, ${parts.join(', and ')}: leave these out when you run the workflow again.`;
}

function chosenOperation(context: IExecuteFunctions): Operation {
	const resource = context.getNodeParameter('resource', 0);
	const name = context.getNodeParameter('operation', 0);
	const operation = findOperation(resource, name);
	if (operation !== undefined) return operation;
	throw new InputError(
		`This version of the node has no operation "${name}" of "${resource}".`,
		'Choose the operation again, or update the package.',
	);
}

/** Reads the form; a field without an expression is read once for all items. */
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

/** n8n sends an item to the error output if it has an `error` and nothing else. */
function errorItem(error: NodeApiError | NodeOperationError, index: number): INodeExecutionData {
	const advice = error.description ?? '';
	return {
		json: { error: advice === '' ? error.message : `${error.message} ${advice}` },
		pairedItem: { item: index },
	};
}

function descriptionError(
	node: INode,
	described: Described | undefined,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	return asNodeError(node, described?.ok === false ? described.error : undefined, itemIndex);
}

function asNodeError(
	node: INode,
	thrown: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (thrown instanceof InputError) return toInputError(node, thrown, itemIndex);
	if (itemIndex === undefined) {
		if (thrown instanceof NodeApiError || thrown instanceof NodeOperationError) return thrown;
	}
	// A deleted credential, or an expression that cannot be resolved: n8n's own words say it best.
	return new NodeOperationError(node, thrown instanceof Error ? thrown : String(thrown), {
		itemIndex,
	});
}

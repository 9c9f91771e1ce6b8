import type { RestParams } from '../rest/types';
import type { JsonValue } from '../values/json';
import type { DocumentType } from './documentTypes';

/**
 * What calls the handler: an automation rule (robot), or a workflow action (activity), which is an
 * action of the business process designer.
 */
export type RuleKind = 'rule' | 'action';

/**
 * The basic types of a rule's fields and return values
 * (docs/reference/bitrix24.md#rule-property-types), in the order of the form.
 */
export const PROPERTY_TYPES = [
	{ name: 'Date', value: 'date' },
	{ name: 'Date and Time', value: 'datetime' },
	{ name: 'File', value: 'file' },
	{ name: 'Integer', value: 'int' },
	{ name: 'List', value: 'select' },
	{ name: 'Number', value: 'double' },
	{ name: 'String', value: 'string' },
	{ name: 'Text', value: 'text' },
	{ name: 'User', value: 'user' },
	{ name: 'Yes or No', value: 'bool' },
] as const;

export type PropertyType = (typeof PROPERTY_TYPES)[number]['value'];

/** The type with this value; undefined for one that the form does not offer. */
export function propertyType(value: string): PropertyType | undefined {
	return PROPERTY_TYPES.find((type) => type.value === value)?.value;
}

/** One entry of a list: the value that is stored, and the label that is shown. */
export interface Choice {
	readonly value: string;
	readonly label: string;
}

/**
 * A field that the rule sends with its call, or a value that it gets back
 * (docs/reference/bitrix24.md#rule-properties).
 */
export interface RuleProperty {
	/** Its name in the call, such as `amount`. */
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly type: PropertyType;
	readonly required: boolean;
	readonly multiple: boolean;
	/** As Bitrix24 stores it: Y or N, `user_5`, a list if the property is multiple. */
	readonly default?: JsonValue;
	/** Only for the type `select`. */
	readonly choices: readonly Choice[];
}

/** Everything that Bitrix24 stores about a rule, except its code and address. */
export interface RuleDefinition {
	readonly name: string;
	readonly description: string;
	/** Whether the business process waits until the rule is answered. */
	readonly waitsForAnswer: boolean;
	readonly fields: readonly RuleProperty[];
	readonly returnValues: readonly RuleProperty[];
	/** Where the rule is offered; everywhere if it is empty. */
	readonly documentTypes: readonly DocumentType[];
	/** The user whose tokens come with each call; if undefined, calls come without tokens. */
	readonly runAs?: number;
}

/**
 * The definition as parameters of bizproc.robot.add and bizproc.activity.add. Whether to wait is
 * always sent: without it, a rule would not wait, and for an action Bitrix24 would ask whoever uses it
 * (docs/reference/bitrix24.md#rule-waiting-choice). Empty values are not sent, since Bitrix24 refuses
 * an empty document type.
 */
export function ruleParams(kind: RuleKind, definition: RuleDefinition): RestParams {
	const { name, description, waitsForAnswer, documentTypes, runAs } = definition;
	return {
		NAME: name,
		DESCRIPTION: description === '' ? undefined : description,
		AUTH_USER_ID: runAs ?? 0,
		USE_SUBSCRIPTION: waitsForAnswer ? 'Y' : 'N',
		PROPERTIES: propertyParams(definition.fields),
		RETURN_PROPERTIES: propertyParams(definition.returnValues),
		FILTER:
			documentTypes.length === 0 ? undefined : { INCLUDE: documentTypes.map((type) => [...type]) },
		DOCUMENT_TYPE: kind === 'action' ? onlyType(documentTypes) : undefined,
	};
}

/**
 * An action takes the types of its fields from one kind of document; if it serves several, it has the
 * basic types only.
 */
function onlyType(documentTypes: readonly DocumentType[]): JsonValue | undefined {
	const [type, ...others] = documentTypes;
	return type === undefined || others.length > 0 ? undefined : [...type];
}

function propertyParams(properties: readonly RuleProperty[]): JsonValue | undefined {
	if (properties.length === 0) return undefined;
	return Object.fromEntries(properties.map((property) => [property.id, propertyParam(property)]));
}

function propertyParam(property: RuleProperty): JsonValue {
	const { name, description, type, required, multiple, choices } = property;
	return {
		Name: name,
		Description: description === '' ? undefined : description,
		Type: type,
		Required: required ? 'Y' : 'N',
		Multiple: multiple ? 'Y' : 'N',
		Default: property.default,
		Options:
			choices.length === 0
				? undefined
				: Object.fromEntries(choices.map(({ value, label }) => [value, label])),
	};
}

import type { RestParams } from '../rest/types';
import type { JsonValue } from '../values/json';
import type { DocumentType } from './documentTypes';
import type { PropertyType } from './propertyTypes';

/** What Bitrix24 calls: an automation rule (robot) or an action of the workflow designer. */
export type RuleKind = 'rule' | 'action';

/** One entry of a list: what is stored, and what is shown. */
export interface Choice {
	readonly value: string;
	readonly label: string;
}

/**
 * A field that the rule hands over, or a value that it gets back
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
	/** As Bitrix24 stores it: Y or N, `user_5`, a list where the property is multiple. */
	readonly default?: JsonValue;
	/** Only of a list. */
	readonly choices: readonly Choice[];
}

/** Everything that Bitrix24 is told of a rule, but for its code and address. */
export interface RuleDefinition {
	readonly name: string;
	readonly description: string;
	/** Whether the workflow in Bitrix24 waits until the rule is answered. */
	readonly waitsForAnswer: boolean;
	readonly fields: readonly RuleProperty[];
	readonly returnValues: readonly RuleProperty[];
	/** Where the rule is offered; empty: everywhere. */
	readonly documentTypes: readonly DocumentType[];
	/** The user whose tokens come with each call; undefined: nobody's. */
	readonly runAs?: number;
}

/**
 * The definition as parameters of bizproc.robot.add and bizproc.activity.add. Waiting is always told:
 * without it, a rule would not wait and an action's designer would be asked
 * (docs/reference/bitrix24.md#rule-waiting-choice). What is empty is not sent, since an empty
 * document type is refused.
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
 * An action takes the types of its fields from one kind of document; where it serves several, the
 * basic types are all it has.
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

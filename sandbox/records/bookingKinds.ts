import { CONTROLLER } from './controllerShape';
import { changeEvents, type RecordKind, type Refusal, verbMethods } from './recordKind';

const BOOKING = {
	...CONTROLLER,
	scope: 'booking',
	addAnswer: 'idObject',
	updateAnswer: 'true',
	deleteAnswer: 'true',
	stamps: {},
} as const satisfies Partial<RecordKind>;

const NO_BOOKING: Refusal = ['1021', 'Booking not found'];
const NO_RESOURCE: Refusal = ['1009', 'Resource not found'];

/** Kinds of the scope `booking`. */
export const BOOKING_KINDS = {
	booking: {
		...BOOKING,
		title: 'Booking',
		methods: verbMethods('booking.v1.booking'),
		one: 'booking',
		many: 'booking',
		defaults: { name: null, description: null, resourceIds: [], datePeriod: null },
		events: changeEvents('ONBOOKING', 'upperId'),
		absent: { update: ['1019', 'Booking not found'], otherwise: NO_BOOKING },
	},
	bookingResource: {
		...BOOKING,
		title: 'Booking resource',
		methods: verbMethods('booking.v1.resource'),
		one: 'resource',
		many: 'resource',
		defaults: { name: null, description: null, typeId: 1, isMain: 'Y' },
		events: changeEvents('ONBOOKINGRESOURCE', 'upperId'),
		absent: {
			update: ['1007', 'Resource not found'],
			delete: ['1008', 'Resource has not been found'],
			otherwise: NO_RESOURCE,
		},
	},
	bookingResourceType: {
		...BOOKING,
		title: 'Booking resource type',
		methods: verbMethods('booking.v1.resourcetype'),
		one: 'resourceType',
		// The documentation of the list shows the resources' key.
		many: 'resource',
		defaults: { name: null, code: null },
		events: changeEvents('ONBOOKINGRESOURCETYPE', 'upperId'),
		absent: ['1013', 'Resource type not found'],
	},
	bookingWaitlistItem: {
		...BOOKING,
		title: 'Wait list entry',
		titleField: 'note',
		methods: verbMethods('booking.v1.waitlist'),
		one: 'waitList',
		many: 'waitList',
		defaults: { note: null },
		events: changeEvents('ONBOOKINGWAITLISTITEM', 'upperId'),
		absent: ['1040', 'Wait list not found'],
	},
} satisfies Record<string, RecordKind>;

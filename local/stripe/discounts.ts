import { addInterval } from './calendar.ts';
import { emit } from './events.ts';
import type { StripeObject, Subscription } from './objects.ts';
import { integer, isRecord, list, mergeMetadata, text } from './params.ts';
import { refuse } from './refusals.ts';
import type { Params } from './types.ts';
import type { World } from './world.ts';

/** The discounts that `discounts[n][coupon]` asks for. */
export function discountsOf(world: World, subscription: Subscription, params: Params): string[] {
  return list(params, 'discounts')
    .filter(isRecord)
    .map((given) => {
      const coupon = world.state.coupons.get(text(given, 'coupon') ?? '');
      if (coupon === undefined)
        throw refuse('bad_reference', {
          noun: 'coupon',
          id: text(given, 'coupon') ?? '',
          param: 'discounts[0][coupon]',
        });
      const months = coupon.duration === 'forever' ? null : Number(coupon.duration_in_months ?? 1);
      return addDiscount(world, subscription, Number(coupon.percent_off ?? 0), months, coupon.id);
    });
}

export function addDiscount(
  world: World,
  subscription: Subscription,
  percent: number,
  months: number | null,
  coupon?: string,
): string {
  const id = world.id('di');
  const end = months === null ? null : addInterval(world.seconds, 'month', months, world.seconds);
  const discount = {
    id,
    object: 'discount',
    percent,
    end,
    start: world.seconds,
    subscription: subscription.id,
    customer: subscription.customer,
  } as const;
  const source = { coupon: coupon ?? null, type: 'coupon' };
  world.state.discounts.set(id, { ...discount, source });
  emit(world, 'customer.discount.created', { ...discount, source });
  return id;
}

export function createCoupon(world: World, params: Params): StripeObject {
  const coupon: StripeObject = {
    id: text(params, 'id') ?? world.id('coupon'),
    object: 'coupon',
    created: world.seconds,
    duration: text(params, 'duration') ?? 'once',
    duration_in_months: integer(params, 'duration_in_months') ?? null,
    livemode: world.livemode,
    metadata: mergeMetadata({}, params),
    percent_off: Number(text(params, 'percent_off') ?? 0),
    valid: true,
  };
  world.state.coupons.set(coupon.id, coupon);
  emit(world, 'coupon.created', coupon);
  return coupon;
}

/** Hands pages the event that a mini program gets: plain fields of its own, and targets as `{id, dataset}`. */
export function giveEventsTheirShape({ Event }) {
  const shadow = Event.prototype.wrapShadowedEvent
  Event.prototype.wrapShadowedEvent = function wrapShadowedEvent(target, mark, current) {
    const event = shadow.call(this, target, mark, current)
    const { x = 0, y = 0 } = this.detail ?? {}
    const touch = { identifier: 0, pageX: x, pageY: y, clientX: x, clientY: y }
    const fields = {
      type: this.getEventName(), timeStamp: Date.now(), detail: this.detail, mark: mark ?? {},
      target: describe(target), currentTarget: describe(current), touches: [], changedTouches: [touch],
    }
    for (const [name, value] of Object.entries(fields)) {
      Object.defineProperty(event, name, { value, writable: true, enumerable: true, configurable: true })
    }
    // A framework may overwrite these on the event; the tree must still hear the real ones.
    for (const name of ['stopPropagation', 'preventDefault', 'markMutated']) {
      const real = Event.prototype[name].bind(this)
      Object.defineProperty(event, name, { get: () => real, set() {} })
    }
    return event
  }
}

function describe(element) {
  const node = element?._$ ?? element
  return { id: node?.id ?? '', dataset: { ...node?.dataset }, offsetLeft: 0, offsetTop: 0 }
}

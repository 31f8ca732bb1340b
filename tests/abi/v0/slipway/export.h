/* How a symbol of the library is marked. */
#ifndef SLIPWAY_EXPORT_H_
#define SLIPWAY_EXPORT_H_

#if defined(__GNUC__)
#define SLIPWAY_API __attribute__((visibility("default")))
#else
#define SLIPWAY_API
#endif

#endif /* SLIPWAY_EXPORT_H_ */

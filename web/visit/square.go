package visit

import (
	"strconv"
	"strings"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"

	"referd/base/fault"
)

// Square draws words as a QR code (ISO/IEC 18004, level M, four modules of
// quiet around): a path of modules of one by one in a square of so many. Rows of
// dark are one piece each, so that the page stays small.
func Square(words string) (path string, side int, err error) {
	m, err := qrcode.NewQRCodeWriter().Encode(words, gozxing.BarcodeFormat_QR_CODE, 0, 0, map[gozxing.EncodeHintType]any{
		gozxing.EncodeHintType_MARGIN: 4, gozxing.EncodeHintType_ERROR_CORRECTION: decoder.ErrorCorrectionLevel_M, gozxing.EncodeHintType_CHARACTER_SET: "UTF-8"})
	if err != nil {
		return "", 0, fault.E("visit.Square", fault.Broken, "The square could not be drawn.", err)
	}
	var b strings.Builder
	for y := range m.GetHeight() {
		for x := 0; x < m.GetWidth(); x++ {
			n := 0
			for x+n < m.GetWidth() && m.Get(x+n, y) {
				n++
			}
			if n > 0 {
				run := strconv.Itoa(n)
				b.WriteString("M" + strconv.Itoa(x) + " " + strconv.Itoa(y) + "h" + run + "v1h-" + run + "z")
				x += n
			}
		}
	}
	return b.String(), m.GetWidth(), nil
}

package archive

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// appendRow writes a row as one line.
func appendRow(to *bytes.Buffer, row []any) error {
	out := make([]any, len(row))
	for i, v := range row {
		switch x := v.(type) {
		case nil, int64:
			out[i] = x
		case bool:
			return fmt.Errorf("archive: no column is true or false")
		case []byte:
			out[i] = map[string]string{"b": base64.StdEncoding.EncodeToString(x)}
		case string:
			if out[i] = x; !utf8.ValidString(x) {
				out[i] = map[string]string{"t": base64.StdEncoding.EncodeToString([]byte(x))}
			}
		default:
			return fmt.Errorf("archive: %T is no value of a table", v)
		}
	}
	e := json.NewEncoder(to)
	e.SetEscapeHTML(false)
	return e.Encode(out)
}

// readRow reads a line that appendRow wrote, of so many columns.
func readRow(line []byte, columns int) ([]any, error) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var row []any
	if err := d.Decode(&row); err != nil {
		return nil, err
	}
	if len(row) != columns {
		return nil, fmt.Errorf("a row of %d values for %d columns", len(row), columns)
	}
	for i, v := range row {
		switch x := v.(type) {
		case nil, string:
		case json.Number:
			n, err := x.Int64()
			if err != nil {
				return nil, err
			}
			row[i] = n
		case map[string]any:
			text, isText := x["t"].(string)
			raw, isBytes := x["b"].(string)
			if isText == isBytes || len(x) != 1 {
				return nil, fmt.Errorf("a value that is neither text nor bytes")
			}
			b, err := base64.StdEncoding.DecodeString(text + raw)
			if err != nil {
				return nil, err
			}
			if row[i] = b; isText {
				row[i] = string(b)
			}
		default:
			return nil, fmt.Errorf("%T is no value of a table", v)
		}
	}
	return row, nil
}
